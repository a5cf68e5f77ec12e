//! Every route there is.

use super::{App, Entry, api, assets, health, layers, leaving, pages};
use axum::{Router, middleware};

/// Every route, in one table.
pub fn all() -> Vec<Entry> {
    let rooms = [health::routes(), assets::routes(), pages::routes(), api::routes()];
    rooms.into_iter().flatten().collect()
}

/// The routes without the layers: who is signed in must be given from outside, as a test does.
pub fn bare(app: App) -> Router {
    let router = all().into_iter().fold(Router::new(), |router, entry| {
        let counted = middleware::from_fn_with_state(app.clone(), leaving::guard);
        router.route(entry.path, if entry.leaves { entry.answers.layer(counted) } else { entry.answers })
    });
    router.fallback(pages::nothing_here).with_state(app)
}

/// The whole of it, as it is served.
pub fn router(app: App) -> Router {
    layers::around(bare(app.clone()), app)
}
