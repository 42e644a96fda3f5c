//! The words of a wish, each with its place in the text and whether something came of it.

/// A word or a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it was written, in small letters.
    pub(crate) text: String,
    start: usize,
    end: usize,
    fate: Fate,
}

/// What came of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Nothing,
    /// It names something that is there; what is said about it may still be missed.
    Mentioned,
    Used,
}

/// A wish as words.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    wish: &'a str,
    words: Vec<Word>,
}

/// Words that carry no wish of their own: when only these are left of a phrase, nothing was missed.
const FILLERS: &[&str] = &[
    "a",
    "about",
    "all",
    "also",
    "an",
    "and",
    "any",
    "app",
    "application",
    "are",
    "as",
    "at",
    "be",
    "but",
    "by",
    "can",
    "could",
    "each",
    "every",
    "field",
    "fields",
    "for",
    "form",
    "from",
    "has",
    "have",
    "her",
    "his",
    "i",
    "in",
    "is",
    "it",
    "its",
    "just",
    "keep",
    "let",
    "like",
    "list",
    "make",
    "may",
    "me",
    "my",
    "need",
    "of",
    "on",
    "one",
    "or",
    "our",
    "own",
    "page",
    "people",
    "person",
    "please",
    "shall",
    "should",
    "site",
    "so",
    "some",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "they",
    "this",
    "to",
    "want",
    "we",
    "website",
    "where",
    "which",
    "who",
    "will",
    "with",
    "would",
    "you",
    "your",
];

impl<'a> Words<'a> {
    pub(crate) fn new(wish: &'a str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let mut start = None;
        for (at, letter) in wish.char_indices().chain([(wish.len(), ' ')]) {
            if is_in_word(letter) {
                start.get_or_insert(at);
                continue;
            }
            if let Some(start) = start.take() {
                words.push(Word { text: tidy(&wish[start..at]), start, end: at, fate: Fate::Nothing });
            }
            if matches!(letter, ',' | ';' | ':' | '.' | '!' | '?' | '(' | ')' | '\n') {
                words.push(Word { text: letter.to_string(), start: at, end: at + 1, fate: Fate::Nothing });
            }
        }
        words.retain(|word| !word.text.is_empty());
        Words { wish, words }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns the word there, or an empty one beyond the end.
    pub(crate) fn at(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| word.text.as_str())
    }

    /// Whether these words stand there; each may be a choice: `may|can`.
    pub(crate) fn stands(&self, index: usize, pattern: &str) -> Option<usize> {
        let mut at = index;
        for choice in pattern.split(' ') {
            if !choice.split('|').any(|word| word == self.at(at)) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Finds these words anywhere.
    pub(crate) fn find(&self, pattern: &str) -> Option<std::ops::Range<usize>> {
        (0..self.len()).find_map(|index| self.stands(index, pattern).map(|end| index..end))
    }

    /// Finds these words and notes that something came of them.
    pub(crate) fn take(&mut self, pattern: &str) -> bool {
        let found = self.find(pattern);
        if let Some(range) = found.clone() {
            self.use_up(range);
        }
        found.is_some()
    }

    pub(crate) fn use_up(&mut self, range: std::ops::Range<usize>) {
        for index in range {
            if let Some(word) = self.words.get_mut(index) {
                word.fate = Fate::Used;
            }
        }
    }

    pub(crate) fn is_used(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.fate == Fate::Used)
    }

    /// Whether the word was used or names something that is there.
    pub(crate) fn is_known(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.fate != Fate::Nothing)
    }

    /// Notes every place where these words stand as naming something that is there.
    pub(crate) fn mention(&mut self, pattern: &str) {
        for index in 0..self.len() {
            let Some(end) = self.stands(index, pattern) else { continue };
            for word in &mut self.words[index..end] {
                word.fate = if word.fate == Fate::Used { Fate::Used } else { Fate::Mentioned };
            }
        }
    }

    /// Returns the text from one word to another, as it was written.
    pub(crate) fn quote(&self, range: std::ops::Range<usize>) -> &'a str {
        match (self.words.get(range.start), self.words.get(range.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if range.start < range.end => &self.wish[first.start..last.end],
            _ => "",
        }
    }

    /// Whether a sentence or a part of one ends there.
    pub(crate) fn ends(&self, index: usize) -> bool {
        index >= self.len() || matches!(self.at(index), "." | ";" | ":" | "!" | "?" | "\n")
    }

    /// Returns the phrases of which nothing came, as they were written.
    pub(crate) fn left_over(&self) -> Vec<String> {
        let mut phrases = Vec::new();
        let mut start = 0;
        for index in 0..=self.len() {
            if index < self.len() && !self.is_used(index) && !self.is_mark(index) {
                continue;
            }
            self.push_phrase(start..index, &mut phrases);
            start = index + 1;
        }
        phrases
    }

    fn push_phrase(&self, range: std::ops::Range<usize>, phrases: &mut Vec<String>) {
        if range.clone().all(|index| is_filler(self.at(index)) || self.is_known(index)) {
            return;
        }
        let joins = |index: usize| matches!(self.at(index), "and" | "or" | "also" | "then" | "so");
        let mut range = range;
        while range.start < range.end && joins(range.start) {
            range.start += 1;
        }
        while range.start < range.end && joins(range.end - 1) {
            range.end -= 1;
        }
        while range.start + 1 < range.end && self.is_known(range.start) && joins(range.start + 1) {
            range.start += 2;
        }
        let phrase: String = self.quote(range).chars().take(200).collect();
        phrases.push(phrase);
    }

    fn is_mark(&self, index: usize) -> bool {
        matches!(self.at(index), "," | ";" | ":" | "." | "!" | "?" | "(" | ")" | "\n")
    }
}

/// Returns one of what the word says many of: `case` for `cases`.
pub(crate) fn singular(word: &str) -> String {
    const IRREGULAR: [(&str, &str); 6] = [
        ("people", "person"),
        ("children", "child"),
        ("movies", "movie"),
        ("men", "man"),
        ("women", "woman"),
        ("cookies", "cookie"),
    ];
    const ENDS: [(&str, &str); 8] = [
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("ss", "ss"),
        ("us", "us"),
        ("s", ""),
    ];
    let irregular = IRREGULAR.iter().find(|(many, _)| *many == word).map(|(_, one)| (*one).to_owned());
    let regular = || {
        let end = ENDS.iter().find(|(many, _)| word.ends_with(many) && word.len() > many.len() + 1);
        end.map_or(word.to_owned(), |(many, one)| word[..word.len() - many.len()].to_owned() + one)
    };
    irregular.unwrap_or_else(regular)
}

/// Whether the word says many of something.
pub(crate) fn is_plural(word: &str) -> bool {
    const NOT: [&str; 16] = [
        "address", "its", "this", "is", "has", "was", "status", "us", "business", "access", "news", "always",
        "as", "his", "sees", "process",
    ];
    !NOT.contains(&word) && singular(word) != word
}

pub(crate) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

fn is_in_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\'' | '\u{2019}' | '-' | '_' | '&' | '%' | '€' | '$' | '/')
}

fn tidy(word: &str) -> String {
    word.to_lowercase().replace('\u{2019}', "'").trim_matches(|c: char| c == '-' || c == '\'').to_owned()
}
