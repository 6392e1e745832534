//! How the network or GitHub fails, as a test asks for.

/// Names and values.
type Headers = Vec<(String, String)>;

/// A way to fail.
#[derive(Debug, Clone)]
pub enum Fault {
    /// After so many further requests the line is cut, for all that follow.
    CutAfter(usize, Lost),
    /// After so many further requests the next one is held without an answer, whoever asked it.
    HoldAfter(usize, Lost),
    /// The next request that matches is answered after a while.
    SlowOnce { matching: String, delay: std::time::Duration },
    /// The next request whose `METHOD path` contains the text gets this answer instead.
    AnswerOnce { matching: String, status: u16, headers: Headers },
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
    /// Served, then held for ever; or held at once.
    Hold(Lost),
    Slow(std::time::Duration),
    LoseRequest,
    LoseAnswer,
    Answer(u16, Headers),
}

/// An answer to the next request that matches.
struct Planned {
    matching: String,
    status: u16,
    headers: Headers,
}

#[derive(Default)]
pub(super) struct Faults {
    cut: Option<(usize, Lost)>,
    hold: Option<(usize, Lost)>,
    slow: Vec<(String, std::time::Duration)>,
    answers: Vec<Planned>,
}

impl Faults {
    pub(super) fn begin(&mut self, fault: Fault) {
        match fault {
            Fault::CutAfter(requests, lost) => self.cut = Some((requests, lost)),
            Fault::HoldAfter(requests, lost) => self.hold = Some((requests, lost)),
            Fault::SlowOnce { matching, delay } => self.slow.push((matching, delay)),
            Fault::AnswerOnce { matching, status, headers } => {
                self.answers.push(Planned { matching, status, headers });
            }
        }
    }

    pub(super) fn next(&mut self, request: &str) -> Verdict {
        let matches = |planned: &Planned| request.contains(&planned.matching);
        if let Some(at) = self.answers.iter().position(matches) {
            let Planned { status, headers, .. } = self.answers.remove(at);
            return Verdict::Answer(status, headers);
        }
        if let Some(at) = self.slow.iter().position(|(matching, _)| request.contains(matching)) {
            return Verdict::Slow(self.slow.remove(at).1);
        }
        match &mut self.hold {
            None => {}
            Some((0, lost)) => return Verdict::Hold(*lost),
            Some((left, _)) => *left -= 1,
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
