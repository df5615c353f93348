//! The privacy notice, judged point by point.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::AppText;

/// A privacy notice, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// Name of the file.
    pub file: AppText,
}
