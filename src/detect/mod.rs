//! Judgement: rules over facts.
