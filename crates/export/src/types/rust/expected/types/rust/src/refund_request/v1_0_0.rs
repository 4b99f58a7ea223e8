//! Refund request 1.0.0: the types of its payload.
//!
//! Written by Baton; what is changed here is lost with the next export.
#![allow(dead_code, unused_imports, clippy::all, clippy::pedantic)]

use crate::checks::{Place, Problem, Range, TextRule, checked};
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RefundRequest {
    pub amount: Money,
    pub order: String,
    /// Members that the contract does not declare.
    #[serde(flatten)]
    pub other_members: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Money {
    pub currency: MoneyCurrency,
    pub value: f64,
    /// Members that the contract does not declare.
    #[serde(flatten)]
    pub other_members: BTreeMap<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoneyCurrency {
    /// `EUR`
    #[serde(rename = "EUR")]
    Eur,
    /// `CHF`
    #[serde(rename = "CHF")]
    Chf,
}

/// The value as a payload of this version.
///
/// # Errors
/// The first problem, with its place.
pub fn parse(value: Value) -> Result<RefundRequest, Problem> {
    checked(check_refund_request, value)
}

fn check_refund_request(place: Place<'_>) {
    place.record(
        &[
            ("amount", true, check_money),
            ("order", true, |place| place.text(&TextRule::default())),
        ],
        None,
    );
}

fn check_money(place: Place<'_>) {
    place.record(
        &[
            ("currency", true, check_money_currency),
            ("value", true, |place| place.number(&Range { above: Some(0.0), ..Range::default() })),
        ],
        None,
    );
}

fn check_money_currency(place: Place<'_>) {
    place.words(&["EUR", "CHF"]);
}
