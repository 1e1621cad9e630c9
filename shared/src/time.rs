//! Points in time as the files write them: RFC 3339, UTC, milliseconds (design section 2).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, SecondsFormat, Timelike, Utc};

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z. Years 0000 to 9999 only, so that every
/// value can be written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time(i64);

/// Milliseconds from 1970 to 0000-01-01T00:00:00.000Z.
const FIRST: i64 = -62_167_219_200_000;
/// Milliseconds from 1970 to 9999-12-31T23:59:59.999Z.
const LAST: i64 = 253_402_300_799_999;

impl Time {
    /// The point `milliseconds` after 1970 began; what lies outside the years 0 to 9999 is moved to
    /// their edge.
    #[must_use]
    pub fn from_millis(milliseconds: i64) -> Self {
        Self(milliseconds.clamp(FIRST, LAST))
    }

    /// Milliseconds since 1970 began.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The day as people write it in a sentence: `12 October 2026` (UTC).
    #[must_use]
    pub fn day(self) -> String {
        self.calendar().format("%-d %B %Y").to_string()
    }

    fn calendar(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// Writes the time as the files have it, `2026-11-22T09:30:00.000Z`.
    #[must_use]
    pub fn encode(self) -> [u8; 24] {
        let calendar = self.calendar();
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let year = u32::try_from(calendar.year()).unwrap_or_default();
        let milli = calendar.nanosecond() / 1_000_000 % 1000;
        let parts = [
            (0, year / 100),
            (2, year % 100),
            (5, calendar.month()),
            (8, calendar.day()),
            (11, calendar.hour()),
            (14, calendar.minute()),
            (17, calendar.second()),
            (20, milli / 10),
        ];
        for (at, number) in parts {
            if let Some([tens, ones]) = text.get_mut(at..at + 2) {
                *tens = digit(number / 10);
                *ones = digit(number % 10);
            }
        }
        if let Some(last) = text.get_mut(22) {
            *last = digit(milli % 10);
        }
        text
    }
}

fn digit(number: u32) -> u8 {
    b'0' + u8::try_from(number % 10).unwrap_or_default()
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.calendar().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no RFC 3339 time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time of the form 2026-11-22T09:30:00.000Z")
    }
}

impl std::error::Error for NotATime {}

impl FromStr for Time {
    type Err = NotATime;

    /// Reads RFC 3339. Other offsets are turned into UTC, finer fractions are cut to milliseconds.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        if let Some(time) = canonical(text.as_bytes()) {
            return Ok(time);
        }
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| NotATime)?.timestamp_millis();
        if (FIRST..=LAST).contains(&time) { Ok(Self(time)) } else { Err(NotATime) }
    }
}

/// The form that our own programs write, without the general parser: a file has several per user.
fn canonical(text: &[u8]) -> Option<Time> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'.', f1, f2, f3, b'Z'] =
        text
    else {
        return None;
    };
    let two = |tens: u8, ones: u8| -> Option<i64> {
        (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
    };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let (month, day) = (two(m1, m2)?, two(d1, d2)?);
    let (hour, minute, second) = (two(h1, h2)?, two(n1, n2)?, two(s1, s2)?);
    let milli = two(f1, f2)? * 10 + two(b'0', f3)?;
    // Months of 29 to 31 days and leap seconds are left to the general parser.
    let plain = (1..=12).contains(&month) && (1..=28).contains(&day) && hour < 24 && minute < 60 && second < 60;
    plain.then(|| {
        let seconds = ((days_from_civil(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        Time(seconds * 1000 + milli)
    })
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar, counted in eras of 400 years that
/// begin in March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339_and_writes_utc_milliseconds() {
        for (text, written) in [
            ("2026-11-22T09:30:00.000Z", "2026-11-22T09:30:00.000Z"),
            ("2026-11-22T10:30:00+01:00", "2026-11-22T09:30:00.000Z"),
            ("2026-11-22T09:30:00.123999Z", "2026-11-22T09:30:00.123Z"),
            ("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"),
            ("0000-01-01T00:00:00.000Z", "0000-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
        ] {
            let time: Time = text.parse().unwrap();
            assert_eq!(time.to_string(), written);
            assert_eq!(std::str::from_utf8(&time.encode()).unwrap(), written);
        }
        for wrong in
            ["", "2026-11-22", "2026-02-30T00:00:00.000Z", "2026-11-22T24:00:00.000Z", "2026-13-22T09:30:00.000Z"]
        {
            assert_eq!(wrong.parse::<Time>(), Err(NotATime), "{wrong}");
        }
    }

    #[test]
    fn the_short_way_agrees_with_the_general_parser_on_every_day_of_800_years() {
        let mut day = DateTime::parse_from_rfc3339("1600-01-01T12:34:56.789Z").unwrap();
        for _ in 0..292_194 {
            let text = day.to_rfc3339_opts(SecondsFormat::Millis, true);
            assert_eq!(text.parse::<Time>().unwrap().as_millis(), day.timestamp_millis(), "{text}");
            day += chrono::TimeDelta::days(1);
        }
    }

    #[test]
    fn a_day_reads_as_in_a_sentence() {
        assert_eq!("2026-10-02T10:00:00.000Z".parse::<Time>().unwrap().day(), "2 October 2026");
    }
}
