//! Intent filters and the links that they open.

use super::Place;

/// An intent filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Actions.
    pub actions: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Data elements.
    pub data: Vec<Data>,
    /// Priority.
    pub priority: i64,
    /// Order.
    pub order: i64,
    /// `autoVerify`.
    pub auto_verify: bool,
    /// Where.
    pub place: Place,
}

/// A `data` element. The elements of one filter combine: every scheme goes with every host and every path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Data {
    /// Scheme.
    pub scheme: Option<String>,
    /// Host, perhaps with a leading `*`.
    pub host: Option<String>,
    /// Port.
    pub port: Option<String>,
    /// Form (`path`, `pathPrefix`, `pathPattern`, `pathAdvancedPattern`, `pathSuffix`, `ssp`, ...) and path.
    pub paths: Vec<(&'static str, String)>,
    /// MIME type.
    pub mime: Option<String>,
    /// Where.
    pub place: Place,
}

/// One combination of scheme, host and path that a filter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Scheme.
    pub scheme: String,
    /// Host; none for any.
    pub host: Option<String>,
    /// Path with a `*` for what is left open; none for any.
    pub path: Option<String>,
    /// The element that names the scheme.
    pub place: Place,
}

/// Combinations listed of one filter.
const LINKS: usize = 100;

impl Filter {
    /// Whether it takes an action.
    pub fn has_action(&self, action: &str) -> bool {
        self.actions.iter().any(|known| known == action)
    }

    /// Whether it has a category.
    pub fn has_category(&self, category: &str) -> bool {
        self.categories.iter().any(|known| known == category)
    }

    /// Whether a browser can reach it.
    pub fn is_browsable(&self) -> bool {
        self.has_category("android.intent.category.BROWSABLE")
    }

    /// The links that it takes, when it is for viewing or browsing: at most a hundred.
    pub fn links(&self) -> Vec<Link> {
        if !self.is_browsable() && !self.has_action("android.intent.action.VIEW") {
            return Vec::new();
        }
        let hosts: Vec<&str> = self.data.iter().filter_map(|data| data.host.as_deref()).collect();
        let paths: Vec<String> = self.data.iter().flat_map(|data| &data.paths).map(shown).collect();
        let or_any = |list: Vec<String>| -> Vec<Option<String>> {
            if list.is_empty() { vec![None] } else { list.into_iter().map(Some).collect() }
        };
        let hosts = or_any(hosts.into_iter().map(str::to_owned).collect());
        // Without a host a path is not looked at.
        let paths = or_any(if hosts == [None] { Vec::new() } else { paths });
        let mut links: Vec<Link> = Vec::new();
        for data in &self.data {
            let Some(scheme) = &data.scheme else { continue };
            for host in &hosts {
                for path in &paths {
                    let link = Link {
                        scheme: scheme.clone(),
                        host: host.clone(),
                        path: path.clone(),
                        place: data.place.clone(),
                    };
                    let known =
                        links.iter().any(|l| (&l.scheme, &l.host, &l.path) == (&link.scheme, &link.host, &link.path));
                    if links.len() >= LINKS {
                        return links;
                    }
                    if !known {
                        links.push(link);
                    }
                }
            }
        }
        links
    }
}

fn shown((form, path): &(&'static str, String)) -> String {
    match *form {
        "pathPrefix" | "sspPrefix" => format!("{path}*"),
        "pathSuffix" | "sspSuffix" => format!("*{path}"),
        _ => path.clone(),
    }
}
