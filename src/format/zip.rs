//! ZIP archives, read as Android and iOS read them, tampered or not.
