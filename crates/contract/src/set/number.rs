//! Numbers of JSON documents as exact fractions, and back.
//!
//! Values are read as the validator compares them: an integral number is exactly what its binary form holds (`1e23` is
//! 99999999999999991611392), one with a fractional part is the decimal that it is written as (`0.1` is one tenth).

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use serde_json::Number;

/// The value of a number.
pub(crate) fn exact(number: &Number) -> BigRational {
    if let Some(value) = number.as_u64() {
        return BigRational::from_integer(value.into());
    }
    if let Some(value) = number.as_i64() {
        return BigRational::from_integer(value.into());
    }
    let value = number.as_f64().unwrap_or_default();
    if value.fract() == 0.0 {
        return BigRational::from_float(value).unwrap_or_else(BigRational::zero);
    }
    decimal(&number.to_string())
}

/// The number that holds exactly this value, if there is one: an integer where it fits into 64 bits, else a decimal.
pub(crate) fn written(value: &BigRational) -> Option<Number> {
    if value.is_integer() {
        let whole = value.numer();
        if let Some(number) = whole.to_u64() {
            return Some(number.into());
        }
        if let Some(number) = whole.to_i64() {
            return Some(number.into());
        }
    }
    let number = Number::from_f64(value.to_f64()?)?;
    (exact(&number) == *value).then_some(number)
}

/// Whether the value has no fractional part, however it is written.
pub(crate) fn is_integral(number: &Number) -> bool {
    !number.is_f64() || number.as_f64().is_some_and(|value| value.fract() == 0.0)
}

/// Whether the validator takes it for an integer of draft 4: written without a fraction or exponent, or past 64 bits.
pub(super) fn is_written_as_integer(number: &Number) -> bool {
    !number.is_f64()
        || number
            .as_f64()
            .is_some_and(|value| value.abs() >= 9_223_372_036_854_775_808.0)
}

/// Whether the validator divides this number exactly by any ordinary divisor. Others it reads now by their digits, now by their bits.
fn is_divided_exactly(number: &Number) -> bool {
    number
        .as_f64()
        .is_some_and(|value| value == 0.0 || is_ordinary(value))
}

/// Whether the number is a multiple of the divisor; `None` where the validator does not divide exactly.
pub(crate) fn is_multiple(number: &Number, divisor: &BigRational) -> Option<bool> {
    let by = divisor.to_f64().filter(|value| is_ordinary(*value))?;
    let is_whole = !number.is_f64() && by.fract() == 0.0;
    (is_whole || is_divided_exactly(number)).then(|| (exact(number) / divisor).is_integer())
}

/// Neither so large nor so small that a binary form rounds it.
fn is_ordinary(value: f64) -> bool {
    (1e-15..=9_007_199_254_740_992.0).contains(&value.abs())
}

/// The value of a decimal with or without an exponent.
fn decimal(text: &str) -> BigRational {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().unwrap_or_default();
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let shift = exponent - i32::try_from(fraction.len()).unwrap_or_default();
    let scale = BigInt::from(10).pow(shift.unsigned_abs());
    if shift < 0 {
        BigRational::new(digits, scale)
    } else {
        BigRational::from_integer(digits * scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_number_is_read_exactly_and_written_back() {
        for (text, numerator, denominator) in [
            ("0", "0", "1"),
            ("-0.0", "0", "1"),
            ("1", "1", "1"),
            ("1.0", "1", "1"),
            ("0.1", "1", "10"),
            ("-2.5e-3", "-1", "400"),
            ("18446744073709551615", "18446744073709551615", "1"),
            ("-9223372036854775808", "-9223372036854775808", "1"),
            ("1e23", "99999999999999991611392", "1"),
            ("1152921504606846976.0", "1152921504606846976", "1"),
            ("1070468.14", "53523407", "50"),
        ] {
            let expected =
                BigRational::new(numerator.parse().unwrap(), denominator.parse().unwrap());
            let value = exact(&read(text));
            assert_eq!(value, expected, "{text}");
            let again = written(&value).unwrap();
            assert_eq!(exact(&again), expected, "{text} became {again}");
        }
    }

    #[test]
    fn what_no_number_holds_is_not_written() {
        let third = BigRational::new(1.into(), 3.into());
        assert_eq!(written(&third), None);
        let beyond = BigRational::from_integer(BigInt::from(u64::MAX) + 1 + 1);
        assert_eq!(written(&beyond), None);
    }
}
