//! The privacy notice, judged point by point.
