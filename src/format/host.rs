//! Where a host lies, as far as its name or address says: on the device, in a network of somebody's own, or anywhere.

use std::net::{IpAddr, Ipv4Addr};

/// Where a host lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostPlace {
    /// The device itself: `localhost`, 127.0.0.0/8, `::1`.
    Loopback,
    /// No address: a server that binds it listens everywhere, a client that asks for it gets its own device (0.0.0.0/8,
    /// `::`).
    Unspecified,
    /// The machine that an Android emulator runs on (10.0.2.2).
    EmulatorHost,
    /// An address of a private network (RFC 1918, RFC 4193).
    Private,
    /// An address of the link only (RFC 3927, `fe80::/10`).
    LinkLocal,
    /// A name of multicast DNS: `.local` (RFC 6762).
    LocalName,
    /// A name that only the resolver of a house or a company knows: `.internal`, `.lan`, `.corp`, ...
    InternalName,
    /// Any other.
    Public,
}

/// Last labels of names that only a network of somebody's own knows.
const INTERNAL: [&str; 6] = [".internal", ".lan", ".intranet", ".corp", ".home", ".localdomain"];

impl HostPlace {
    /// Where a host lies; an address of IP version 6 with or without brackets.
    pub fn of(host: &str) -> Self {
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        match bare.parse::<IpAddr>() {
            Ok(IpAddr::V4(address)) => Self::of_v4(address),
            Ok(IpAddr::V6(address)) if address.is_loopback() => Self::Loopback,
            Ok(IpAddr::V6(address)) if address.is_unspecified() => Self::Unspecified,
            Ok(IpAddr::V6(address)) if address.is_unique_local() => Self::Private,
            Ok(IpAddr::V6(address)) if address.is_unicast_link_local() => Self::LinkLocal,
            Ok(IpAddr::V6(_)) => Self::Public,
            Err(_) if host == "localhost" => Self::Loopback,
            Err(_) if host.ends_with(".local") => Self::LocalName,
            Err(_) if INTERNAL.iter().any(|end| host.ends_with(end)) => Self::InternalName,
            Err(_) => Self::Public,
        }
    }

    fn of_v4(address: Ipv4Addr) -> Self {
        match address.octets() {
            [127, ..] => Self::Loopback,
            [0, ..] => Self::Unspecified,
            [10, 0, 2, 2] => Self::EmulatorHost,
            _ if address.is_private() => Self::Private,
            _ if address.is_link_local() => Self::LinkLocal,
            _ => Self::Public,
        }
    }

    /// Whether a client that connects there stays on the device.
    pub fn is_this_device(self) -> bool {
        matches!(self, Self::Loopback | Self::Unspecified)
    }

    /// Whether it is an address of a private network, the emulator's host among them.
    pub fn is_private_address(self) -> bool {
        matches!(self, Self::Private | Self::EmulatorHost)
    }
}

#[cfg(test)]
mod tests {
    use super::HostPlace::*;
    use super::*;

    #[test]
    fn names_and_addresses_tell_where_a_host_lies() {
        for (host, place) in [
            ("localhost", Loopback),
            ("127.8.0.1", Loopback),
            ("[::1]", Loopback),
            ("0.0.0.0", Unspecified),
            ("10.0.2.2", EmulatorHost),
            ("10.1.2.3", Private),
            ("172.31.0.1", Private),
            ("172.32.0.1", Public),
            ("192.168.1.1", Private),
            ("fd00::1", Private),
            ("169.254.1.1", LinkLocal),
            ("[fe80::1]", LinkLocal),
            ("printer.local", LocalName),
            ("his.hospital.internal", InternalName),
            ("10.example.tw", Public),
            ("127.0.0.1.example.tw", Public),
            ("localhost.example.tw", Public),
            ("", Public),
        ] {
            assert_eq!(HostPlace::of(host), place, "{host}");
        }
    }
}
