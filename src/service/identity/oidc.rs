//! Speaks to a provider of identities: OpenID Connect, the code flow with PKCE, state and nonce.
//!
//! What the provider offers and its keys are asked for at each sign-in: a key it no longer uses is not believed, and
//! there is nothing to renew. Only keys that the provider alone holds count: no shared secret signs a token here.

use crate::domain::moment::Moment;
use crate::service::fault::Fault;
use crate::service::settings::Provider;
use chrono::DateTime;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm as Alg, CoreProviderMetadata as Metadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse, http,
};
use std::time::Duration;

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// How long the provider may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest answer of a provider that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// How tokens may be signed.
const SIGNED_BY: [Alg; 9] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

/// Where the browser is sent, and what must come back.
pub(super) struct Sent {
    /// The address at the provider.
    pub address: String,
    /// What the token must name.
    pub nonce: String,
    /// What the code is redeemed with.
    pub verifier: String,
}

/// Who somebody is there.
pub(super) struct Shown {
    /// The subject: with the issuer it names one person.
    pub subject: String,
    /// When they showed a second factor there; none where the provider does not say so.
    pub second_factor_at: Option<Moment>,
}

/// Makes the address a sign-in begins at.
pub(super) async fn send(provider: &Provider, base_url: &str, state: &str) -> Result<Sent, Fault> {
    let http = http_client()?;
    let client = client(provider, base_url, &|request| fetch(http.clone(), request)).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let state = CsrfToken::new(state.to_owned());
    let asked = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, Nonce::new_random);
    let (address, _, nonce) = asked.set_pkce_challenge(challenge).url();
    Ok(Sent { address: address.into(), nonce: nonce.secret().clone(), verifier: verifier.into_secret() })
}

/// Redeems a code and verifies the token: issuer, audience, signature, time, nonce.
pub(super) async fn redeem(
    provider: &Provider,
    base_url: &str,
    code: &str,
    nonce: &str,
    verifier: &str,
    now: Moment,
) -> Result<Shown, Fault> {
    let http = http_client()?;
    let fetch = |request| fetch(http.clone(), request);
    let client = client(provider, base_url, &fetch).await?;
    let exchange =
        client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|error| refused("has no place for codes", &error))?;
    let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
    // What the provider says of a code it refuses may hold the code: it stays out of the log.
    let answer = exchange.request_async(&fetch).await.map_err(|_| refused("did not take the code", &""))?;
    let token = answer.id_token().ok_or_else(|| refused("sent no token", &""))?;
    let time = move || DateTime::from_timestamp_micros(now.micros()).unwrap_or_default();
    let verifying = client.id_token_verifier().set_allowed_algs(SIGNED_BY).set_time_fn(time);
    let nonce = Nonce::new(nonce.to_owned());
    let claims = token.claims(&verifying, &nonce).map_err(|error| refused("sent a token that does not hold", &error))?;
    let several = claims.auth_method_refs().is_some_and(|methods| methods.iter().any(|method| method.as_str() == "mfa"));
    let since = claims.auth_time().and_then(|at| Moment::from_micros(at.timestamp_micros())).unwrap_or(now);
    Ok(Shown { subject: claims.subject().as_str().to_owned(), second_factor_at: several.then(|| since.min(now)) })
}

async fn client<'c, F>(provider: &Provider, base_url: &str, fetch: &'c (impl Fn(HttpRequest) -> F + Sync)) -> Result<Client, Fault>
where
    F: Future<Output = Result<HttpResponse, Unanswered>> + Send + 'c,
{
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| refused("has no such address", &error))?;
    let metadata = Metadata::discover_async(issuer, fetch).await.map_err(|error| refused("did not say what it offers", &error))?;
    let by_basic =
        metadata.token_endpoint_auth_methods_supported().is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
    let back = RedirectUrl::new(format!("{base_url}/sign-in/oidc/callback")).map_err(|error| refused("cannot send back here", &error))?;
    let secret = ClientSecret::new(provider.secret.clone());
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(provider.client.clone()), Some(secret));
    Ok(client.set_redirect_uri(back).set_auth_type(if by_basic { AuthType::BasicAuth } else { AuthType::RequestBody }))
}

/// The provider did not do it: the log says what, the page says what to do.
fn refused(what: &str, why: &dyn std::fmt::Display) -> Fault {
    tracing::warn!(%why, "the provider of identities {what}");
    Fault::refused("sign-in.outside", "The sign-in there did not end well. Start again, or sign in with mail address and password.")
}

/// The provider gave no answer that can be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
    /// The line failed.
    #[error("no answer: {0}")]
    Line(#[from] reqwest::Error),
    /// The answer is too long.
    #[error("an answer of more than {LONGEST} bytes")]
    TooLong,
    /// The answer is no answer.
    #[error("an answer that cannot be read: {0}")]
    Unreadable(#[from] http::Error),
}

/// A client that goes where it is told and nowhere else.
fn http_client() -> Result<reqwest::Client, Fault> {
    let built = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build();
    built.map_err(|error| Fault::Ours(format!("no line to the provider of identities: {error}")))
}

async fn fetch(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, Unanswered> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut built = http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        built = built.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await? {
        if body.len() + part.len() > LONGEST {
            return Err(Unanswered::TooLong);
        }
        body.extend_from_slice(&part);
    }
    Ok(built.body(body)?)
}
