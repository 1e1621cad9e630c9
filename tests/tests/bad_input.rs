//! Bad files are refused, all of them, with a reason and in no more time than good ones take.

#[cfg(not(windows))]
#[path = "bad_input/differential.rs"]
mod differential;

use std::hint::black_box;
use std::time::{Duration, Instant};

use keyholder_shared::xml::{self, Severity, read_any, read_project, read_runtime};
use keyholder_tests::bad;

/// Whether the file is refused by every way of reading it; and why, if it is.
fn refused(bytes: &[u8]) -> Option<String> {
    let faults = read_any(bytes).accept().err()?;
    assert!(read_project(bytes).accept().is_err() && read_runtime(bytes).accept().is_err());
    let error = faults.into_iter().find(|fault| fault.severity == Severity::Error);
    Some(error.expect("a refusal has its reason").to_string())
}

#[test]
fn every_bad_file_is_refused_with_a_reason() {
    for (name, bytes) in bad::cases() {
        let reason = refused(&bytes).unwrap_or_else(|| panic!("{name} was taken"));
        assert!(reason.len() < 4100 && reason.ends_with(['.', '?']), "{name}: {reason}");
    }
}

/// A file that was cut is refused, wherever it was cut, and it is said that it was: of a large file all
/// places near its ends, each block of 512 bytes and some between, of the others every one.
#[test]
fn every_truncation_is_refused_with_the_reason() {
    for (path, whole) in bad::good() {
        let near_a_block = |length: usize| length.is_multiple_of(512);
        let near_an_end = |length: usize| length < 100 || length + 100 > whole.len();
        let lengths = (0..whole.len()).filter(|length| {
            whole.len() < 10_000 || near_a_block(*length) || near_an_end(*length) || length.is_multiple_of(211)
        });
        for length in lengths {
            bad::hold_cut(&path, &whole, length).unwrap();
        }
    }
}

/// While one file is copied over another, any of their blocks may stand in it.
#[test]
fn a_mixture_of_two_files_is_refused_or_is_one_of_the_two() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut mixtures = 0;
    for (old, new) in two_versions() {
        let blocks = old.len().max(new.len()).div_ceil(512);
        let block = |file: &[u8], number: usize| {
            let start = (number * 512).min(file.len());
            file[start..(start + 512).min(file.len())].to_vec()
        };
        let mix = |from_new: &dyn Fn(usize) -> bool| -> Vec<u8> {
            (0..blocks).flat_map(|number| block(if from_new(number) { &new } else { &old }, number)).collect()
        };
        let mut check = |mixture: Vec<u8>| {
            mixtures += 1;
            if refused(&mixture).is_none() {
                assert!(
                    mixture == old || mixture == new,
                    "a mixture was taken:\n{}",
                    String::from_utf8_lossy(&mixture)
                );
            }
        };
        for count in 0..=blocks {
            check(mix(&|number| number < count));
            check(mix(&|number| number >= count));
        }
        for _ in 0..20 {
            let bits: Vec<bool> = (0..blocks).map(|_| random() % 2 == 0).collect();
            check(mix(&|number| bits[number]));
        }
    }
    assert!(mixtures > 500, "{mixtures}");
}

/// Pairs of files of which the second is saved over the first: a change that keeps the length, one that
/// does not, and the files of two machines.
fn two_versions() -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut pairs = Vec::new();
    let mut machines = Vec::new();
    for (_, old) in bad::good() {
        match read_any(&old).accept().unwrap().0 {
            xml::Document::Project(mut project) => {
                project.time_stamp = keyholder_shared::Time::from_millis(project.time_stamp.as_millis() + 60_000);
                pairs.push((old.clone(), xml::write_project(&project)));
                project.users[0].full_name += " of the night shift";
                pairs.push((old, xml::write_project(&project)));
            }
            xml::Document::Runtime(_) => machines.push(old),
        }
    }
    assert!(machines.len() > 1);
    pairs.extend(machines.windows(2).take(2).map(|pair| (pair[0].clone(), pair[1].clone())));
    pairs
}

#[test]
fn bad_files_take_no_longer_than_good_ones_of_their_size() {
    for (name, bytes) in bad::cases() {
        let good = good_of_size(bytes.len());
        let time = |bytes: &[u8]| {
            let start = Instant::now();
            black_box(read_any(bytes).is_valid());
            start.elapsed()
        };
        // The better of several, because other programs run beside this one.
        let best = |bytes: &[u8]| (0..3).map(|_| time(bytes)).min().unwrap();
        let (bad, good) = (best(&bytes), best(&good));
        let floor = Duration::from_millis(5);
        assert!(bad < 8 * good + floor, "{name}: {bad:?}, a good file of {} bytes: {good:?}", bytes.len());
        assert!(bad < Duration::from_secs(10), "{name}: {bad:?}");
    }
}

/// A good project of at least so many bytes.
fn good_of_size(size: usize) -> Vec<u8> {
    let mut project = read_project(bad::example().as_bytes()).accept().unwrap().0;
    let anna = project.users[1].clone();
    for number in 0..size / 400 {
        let mut user = anna.clone();
        user.id = keyholder_shared::Id::from_u128(1_000_000 + number as u128);
        user.name = format!("user-{number}").as_str().into();
        project.users.push(user);
    }
    let written = xml::write_project(&project);
    assert!(written.len() >= size);
    written
}

#[test]
fn a_file_of_300_mib_is_refused_without_being_read() {
    let size = 300 * 1024 * 1024;
    let mut bytes = Vec::with_capacity(size);
    bytes.extend_from_slice(bad::example().as_bytes());
    bytes.resize(size, b' ');
    let start = Instant::now();
    let reason = refused(&bytes).expect("refused");
    let reading = start.elapsed();
    let start = Instant::now();
    black_box(bytes.iter().step_by(4096).map(|byte| u64::from(*byte)).sum::<u64>());
    let scanning = start.elapsed();
    assert!(reason.contains("300 MiB"), "{reason}");
    assert!(reading < scanning + Duration::from_millis(50), "{reading:?}, a byte in 4096 looked at: {scanning:?}");
}
