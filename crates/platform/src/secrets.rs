//! Keys and passwords that stand in an app's files: a page is public, and a source is read by whoever may change the app.

use upgrade::Fact;

use crate::candidate::{Files, is_page};

/// A key as a service issues it: how it begins, what it is, and how many characters of its alphabet follow at least.
const ISSUED: [(&str, &str, usize); 17] = [
    ("sk-ant-", "a key of Anthropic", 20),
    ("sk-proj-", "a key of OpenAI", 20),
    ("sk_live_", "a secret key of Stripe", 16),
    ("rk_live_", "a key of Stripe", 16),
    ("whsec_", "a signing secret of Stripe", 20),
    ("AKIA", "an access key of AWS", 16),
    ("ASIA", "an access key of AWS", 16),
    ("AIza", "a key of Google", 30),
    ("ghp_", "a token of GitHub", 30),
    ("gho_", "a token of GitHub", 30),
    ("github_pat_", "a token of GitHub", 30),
    ("glpat-", "a token of GitLab", 16),
    ("xoxb-", "a token of Slack", 16),
    ("xoxp-", "a token of Slack", 16),
    ("SG.", "a key of SendGrid", 40),
    ("npm_", "a token of npm", 30),
    ("hf_", "a token of Hugging Face", 30),
];
const PRIVATE_KEY: &str = "PRIVATE KEY-----";
/// Names under which people keep what nobody is to know.
const NAMES: [&str; 9] = [
    "password",
    "passwd",
    "secret",
    "apikey",
    "api_key",
    "api-key",
    "privatekey",
    "private_key",
    "accesstoken",
];
/// Texts that stand for a secret that is still to be put there.
const PLACES: [&str; 8] = ["your", "xxx", "example", "change", "placeholder", "todo", "...", "***"];
const VALUE_CHARS_MIN: usize = 12;
const FOUND_MAX: usize = 20;

/// Whether a name says that its value is a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_lowercase();
    NAMES.iter().any(|known| name.contains(known))
}

/// Finds secrets in files; those that stand in files of the live release in the same words are known.
pub(crate) fn scan(files: &Files, live: &Files) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (path, content) in files {
        let Ok(text) = std::str::from_utf8(content) else { continue };
        let known = live.get(path).and_then(|known| std::str::from_utf8(known).ok()).unwrap_or_default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.len() < 10_000) {
            let Some(what) = secret_in(line).filter(|_| !known.lines().any(|known| known == line)) else {
                continue;
            };
            let (file, public) = (path.clone(), is_page(path));
            facts.push(Fact::SecretInFile { file, line: number as u64 + 1, what, public });
            if facts.len() == FOUND_MAX {
                return facts;
            }
        }
    }
    facts
}

fn secret_in(line: &str) -> Option<String> {
    if line.contains(PRIVATE_KEY) && line.contains("-----BEGIN ") {
        return Some("a private key".into());
    }
    let issued = ISSUED.iter().find(|(begin, _, count)| {
        line.match_indices(begin).any(|(at, _)| {
            // Not in the middle of a word.
            let before = line[..at].chars().next_back();
            let rest = &line[at + begin.len()..];
            let length = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).count();
            !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') && length >= *count
        })
    });
    if let Some((_, what, _)) = issued {
        return Some((*what).into());
    }
    let (name, value) = assigned(line)?;
    let lower = value.to_lowercase();
    let is_place = PLACES.iter().any(|place| lower.contains(place)) || value.contains([' ', '<', '{', '$']);
    (is_secret_name(name) && !is_place && value.len() >= VALUE_CHARS_MIN && looks_random(value))
        .then(|| format!("a value of `{name}`"))
}

/// A name and the text that it is given, as in `let apiKey = "..."` and `password: '...'`.
fn assigned(line: &str) -> Option<(&str, &str)> {
    let open = line.find(['"', '\'', '`'])?;
    let quote = line[open..].chars().next()?;
    let (before, after) = (&line[..open], &line[open + 1..]);
    let value = &after[..after.find(quote)?];
    // `"name": "value"` has the name in quotes, too.
    if after[value.len() + 1..].trim_start().starts_with([':', '=']) && is_secret_name(value) {
        let (_, inner) = assigned(&after[value.len() + 1..]).or_else(|| {
            let rest = &after[value.len() + 1..];
            let open = rest.find(['"', '\''])?;
            let quote = rest[open..].chars().next()?;
            let inner = &rest[open + 1..];
            Some(("", &inner[..inner.find(quote)?]))
        })?;
        return Some((value, inner));
    }
    let before = before.trim_end().strip_suffix(['=', ':'])?.trim_end();
    let before = before.split_once(':').map_or(before, |(name, _)| name.trim_end());
    let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').next()?;
    Some((name, value))
}

/// Letters and digits mixed, as nobody would write words.
fn looks_random(value: &str) -> bool {
    let has = |what: fn(&char) -> bool| value.chars().any(|c| what(&c));
    has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_from_words() {
        let found = |line: &str| secret_in(line).unwrap_or_else(|| "nothing".into());
        let stripe = format!("const key = \"{}{}\";", "sk_live_", "4eC39HqLyjWDarjtT1zdp7dc");
        assert_eq!(found(&stripe), "a secret key of Stripe");
        assert_eq!(found("-----BEGIN EC PRIVATE KEY-----"), "a private key");
        assert_eq!(found("  let apiKey = \"q8Zr51xT0aPw93\";"), "a value of `apiKey`");
        assert_eq!(found("  let adminPassword : Text = \"q8Zr51xT0aPw93\";"), "a value of `adminPassword`");
        assert_eq!(found("  \"password\": \"q8Zr51xT0aPw93\","), "a value of `password`");
        for harmless in [
            "const key = \"sk_live_...\";",
            "  let apiKey = \"your-api-key-1234\";",
            "  password: 'Enter your password 123',",
            "  let secret = await unlock(\"a1b2c3d4e5f6a7\");",
            "  let title = \"q8Zr51xT0aPw93\";",
            "// risk_live_4eC39HqLyjWDarjtT1zdp7dc is no key",
            "  passwordHash = hash;",
        ] {
            assert_eq!(found(harmless), "nothing", "{harmless}");
        }
    }
}
