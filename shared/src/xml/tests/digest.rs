//! The digest: matching, not matching, malformed, absent (design section 2).

use super::*;

fn written() -> Vec<u8> {
    write_project(&read_project(PROJECT.as_bytes()).accept().unwrap().0)
}

#[test]
fn a_matching_digest_is_taken_without_a_word() {
    assert_eq!(read_project(&written()).accept().unwrap().1, []);
}

#[test]
fn every_single_changed_byte_is_refused() {
    let written = written();
    let good = read_project(&written).accept().unwrap().0;
    for at in (0..written.len()).step_by(7) {
        let mut damaged = written.clone();
        damaged[at] ^= 1;
        let read = read_project(&damaged).accept();
        // One exception: letters of the digest's own name make it an unknown attribute, of a file without a digest.
        let renamed = declared_digest(&damaged).is_none();
        assert!(read.is_err() || (renamed && read.unwrap().0 != good), "byte {at}");
    }
}

#[test]
fn another_content_is_refused_with_the_place_of_the_digest() {
    let text = String::from_utf8(written()).unwrap().replace("Anna Adler", "Anna Alder");
    let faults = read_project(text.as_bytes()).accept().unwrap_err();
    let column = text.lines().nth(1).unwrap().find("Digest=").unwrap() + 1;
    assert_eq!(
        faults[0].to_string(),
        format!(
            "2:{column}: The file does not match its Digest: it was damaged, or changed by hand. Copy it again; if the change was meant, remove the attribute Digest."
        )
    );
    assert_eq!(faults.len(), 1);
}

#[test]
fn a_malformed_digest_is_refused() {
    for digest in ["", "sha256:", "sha256:00", "md5:00000000000000000000000000000000"] {
        let text = with(" ProjectId=", &format!(" Digest=\"{digest}\" ProjectId="));
        assert_eq!(
            the_error(&text),
            "2:41: The attribute Digest is not of the form sha256: and 64 hexadecimal digits. Copy the file again, or remove the attribute."
        );
    }
}

#[test]
fn a_file_without_one_is_taken_with_a_warning() {
    let (_, warnings) = read_project(PROJECT.as_bytes()).accept().unwrap();
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        ["1:1: The file has no Digest, so damage to it cannot be seen. Files that our programs save have one."]
    );
}

#[test]
fn the_digest_counts_wherever_its_attribute_stands() {
    // Computed over the bytes without the attribute and the one space before it.
    for (before, after) in [(" ProjectId=", ""), (" ProjectId=", "\n  "), (" TimeStamp=", " ")] {
        let gap = " Digest=\"\"";
        let text = with(before, &format!("{after}{before}"));
        let digest = Digest::of(text.as_bytes(), None);
        let (start, end) = text.split_at(text.find(before).unwrap());
        let text = format!("{start}{}{end}", gap.replace("\"\"", &format!("\"{digest}\"")));
        assert_eq!(read_project(text.as_bytes()).accept().unwrap().1, [], "{after:?}");
    }
}

#[test]
fn a_long_comment_before_the_root_hides_no_digest() {
    let text = String::from_utf8(written()).unwrap();
    let comment = format!("?>\n<!-- {} -->\n", "x".repeat(100_000));
    let faults = read_project(text.replacen("?>\n", &comment, 1).as_bytes()).accept().unwrap_err();
    assert!(faults[0].message().starts_with("The file does not match its Digest"), "{faults:?}");
}
