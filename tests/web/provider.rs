//! A provider of identities for the length of a test, written from the texts of OpenID Connect Core and RFC 7515 to 7518
//! and not from our side of it.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as URL};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use ring::{digest, hmac};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const CLIENT: &str = "plumbline-client";
pub const SECRET: &str = "a secret of the two of them";

/// A provider.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    key: Arc<EcdsaKeyPair>,
    codes: Arc<Mutex<BTreeMap<String, (String, String)>>>,
}

/// What a browser brought to the provider.
pub struct Brought {
    pub state: String,
    pub nonce: String,
    challenge: String,
}

impl Provider {
    pub async fn begin() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &SystemRandom::new()).expect("a key");
        let provider = Self { issuer, key: Arc::new(key), codes: Arc::default() };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(offers))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    /// Reads the address a browser is sent to.
    pub fn reads(&self, address: &str) -> Brought {
        let (place, query) = address.split_once('?').expect("a query");
        assert_eq!(place, format!("{}/authorize", self.issuer));
        let pairs: BTreeMap<String, String> = serde_urlencoded::from_str(query).expect("pairs");
        assert_eq!((pairs["response_type"].as_str(), pairs["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(pairs["redirect_uri"], "https://payroll.city.example/sign-in/oidc/callback");
        assert!(pairs["scope"].split(' ').any(|scope| scope == "openid"));
        assert_eq!(pairs["code_challenge_method"], "S256");
        assert!(pairs["state"].len() >= 32 && pairs["nonce"].len() >= 16);
        Brought { state: pairs["state"].clone(), nonce: pairs["nonce"].clone(), challenge: pairs["code_challenge"].clone() }
    }

    /// Gives a code for a token.
    pub fn code(&self, brought: &Brought, token: String) -> String {
        let mut codes = self.codes.lock().expect("a lock");
        let code = format!("code-{}-{}", codes.len(), &brought.state[..8]);
        codes.insert(code.clone(), (brought.challenge.clone(), token));
        code
    }

    /// What is said of somebody, in a token that holds at this second.
    pub fn claims(&self, brought: &Brought, subject: &str, second: i64) -> Value {
        json!({ "iss": self.issuer, "aud": CLIENT, "sub": subject, "nonce": brought.nonce, "iat": second, "exp": second + 300 })
    }

    /// A token as the provider signs it.
    pub fn signed(&self, claims: &Value) -> String {
        let body = body(&json!({ "alg": "ES256", "kid": "one" }), claims);
        let signature = self.key.sign(&SystemRandom::new(), body.as_bytes()).expect("a signature");
        format!("{body}.{}", URL.encode(signature))
    }
}

fn body(header: &Value, claims: &Value) -> String {
    format!("{}.{}", URL.encode(header.to_string()), URL.encode(claims.to_string()))
}

/// A token nobody signed.
pub fn unsigned(claims: &Value) -> String {
    format!("{}.", body(&json!({ "alg": "none" }), claims))
}

/// A token signed with the secret that both know: everybody who knows it could have made it.
pub fn by_shared_secret(claims: &Value) -> String {
    let body = body(&json!({ "alg": "HS256" }), claims);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), body.as_bytes());
    format!("{body}.{}", URL.encode(tag))
}

async fn offers(State(provider): State<Provider>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let point = provider.key.public_key().as_ref();
    assert_eq!((point.len(), point[0]), (65, 4));
    let (x, y) = (URL.encode(&point[1..33]), URL.encode(&point[33..]));
    Json(json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": x, "y": y }] }))
}

/// A code counts once, for the client that knows its secret and the browser's verifier.
async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(asked): Form<BTreeMap<String, String>>,
) -> Result<Json<Value>, StatusCode> {
    let encoded = serde_urlencoded::to_string([("", SECRET)]).expect("a pair");
    let known = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{}", &encoded[1..])));
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if shown != Some(known.as_str()) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let held = provider.codes.lock().expect("a lock").remove(&asked["code"]);
    let (challenge, token) = held.ok_or(StatusCode::BAD_REQUEST)?;
    if URL.encode(digest::digest(&digest::SHA256, asked["code_verifier"].as_bytes())) != challenge {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(Json(json!({ "access_token": "nothing", "token_type": "Bearer", "expires_in": 300, "id_token": token })))
}
