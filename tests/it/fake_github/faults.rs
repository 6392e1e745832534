//! How the network or GitHub fails, as a test asks for.

/// A way to fail.
#[derive(Debug, Clone)]
pub enum Fault {
    /// After so many further requests the line is cut, for all that follow.
    CutAfter(usize, Lost),
    /// The next request whose `METHOD path` contains the text gets this answer instead.
    AnswerOnce { matching: String, status: u16, headers: Vec<(String, String)> },
}

/// What of the first request behind the cut is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It never arrived.
    Request,
    /// It was done, but nobody hears of it.
    Answer,
}

/// What happens to one request.
#[derive(Debug)]
pub(super) enum Verdict {
    Serve,
    LoseRequest,
    LoseAnswer,
    Answer(u16, Vec<(String, String)>),
}

#[derive(Default)]
pub(super) struct Faults {
    cut: Option<(usize, Lost)>,
    answers: Vec<(String, u16, Vec<(String, String)>)>,
}

impl Faults {
    pub(super) fn begin(&mut self, fault: Fault) {
        match fault {
            Fault::CutAfter(requests, lost) => self.cut = Some((requests, lost)),
            Fault::AnswerOnce { matching, status, headers } => {
                self.answers.push((matching, status, headers));
            }
        }
    }

    pub(super) fn next(&mut self, request: &str) -> Verdict {
        if let Some(at) = self.answers.iter().position(|(text, ..)| request.contains(text)) {
            let (_, status, headers) = self.answers.remove(at);
            return Verdict::Answer(status, headers);
        }
        match &mut self.cut {
            None => Verdict::Serve,
            Some((0, lost)) => match std::mem::replace(lost, Lost::Request) {
                Lost::Request => Verdict::LoseRequest,
                Lost::Answer => Verdict::LoseAnswer,
            },
            Some((left, _)) => {
                *left -= 1;
                Verdict::Serve
            }
        }
    }
}
