//! Property lists: XML, binary and JSON, and `.strings`.
