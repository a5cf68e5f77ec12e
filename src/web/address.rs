//! Where a request comes from. Only a proxy this installation names is believed when it says for whom it asks.

use super::App;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use std::net::{IpAddr, SocketAddr};

/// The address a request comes from; none where it comes from this machine and no proxy is named: that says nothing.
pub(super) fn of(app: &App, headers: &HeaderMap, extensions: &Extensions) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    behind(&app.service.settings.proxies, peer, headers)
}

fn behind(proxies: &[IpAddr], peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
    if !proxies.contains(&peer) {
        return (!peer.is_loopback()).then_some(peer);
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let said: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    // From the right: what stands further left was said by whoever asked the proxy.
    let before = said.iter().rev().map(|text| text.parse::<IpAddr>().map(|address| address.to_canonical()));
    for address in before {
        match address {
            Ok(address) if proxies.contains(&address) => {}
            Ok(address) => return Some(address),
            Err(_) => break,
        }
    }
    Some(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(proxies: &[&str], peer: &str, said: &[&'static str]) -> Option<String> {
        let proxies: Vec<IpAddr> = proxies.iter().map(|text| text.parse().unwrap()).collect();
        let headers = said.iter().map(|line| ("x-forwarded-for".parse().unwrap(), line.parse().unwrap())).collect();
        behind(&proxies, peer.parse().unwrap(), &headers).map(|address| address.to_string())
    }

    #[test]
    fn only_a_named_proxy_says_for_whom_it_asks() {
        let said = ["203.0.113.5, 198.51.100.7"];
        assert_eq!(from(&[], "192.0.2.1", &said).as_deref(), Some("192.0.2.1"));
        assert_eq!(from(&["192.0.2.1"], "192.0.2.1", &said).as_deref(), Some("198.51.100.7"), "the left one is hearsay");
        assert_eq!(from(&["192.0.2.1", "198.51.100.7"], "192.0.2.1", &said).as_deref(), Some("203.0.113.5"));
        assert_eq!(from(&["192.0.2.1"], "192.0.2.1", &["203.0.113.5", "198.51.100.7"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(from(&["192.0.2.1"], "192.0.2.1", &["203.0.113.5, unknown"]).as_deref(), Some("192.0.2.1"));
        assert_eq!(from(&["192.0.2.1"], "192.0.2.1", &[]).as_deref(), Some("192.0.2.1"));
        assert_eq!(from(&[], "127.0.0.1", &said), None, "this machine says nothing");
        assert_eq!(from(&["127.0.0.1"], "127.0.0.1", &said).as_deref(), Some("198.51.100.7"));
    }
}
