//! What is counted while requests are walked, and what is said about it.

use super::SampleOptions;
use super::interval::{Interval, Ratio};
use super::step::Steps;
use crate::exact::{Cause, Compounding, Subject};
use crate::fate::{Fate, Fates};
use crate::network::Network;
use crate::stuck::{Stuck, Traps};
use serde::Serialize;

/// Everything that the sampler says.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Sampled {
    /// Requests that were walked.
    #[specta(type = f64)]
    pub requests: u64,
    /// What the dice began with.
    #[specta(type = f64)]
    pub seed: u64,
    /// Share of each outcome.
    pub outcomes: Fates,
    /// How sure each share is.
    pub intervals: Outcomes,
    /// Why no more were walked.
    pub ended: RunEnd,
    /// Mean arrivals after a transfer.
    pub hops: f64,
    /// How sure the mean is.
    pub hops_interval: Interval,
    /// Mean cost of a request in US dollars.
    pub cost_usd: f64,
    /// How sure the mean cost is.
    pub cost_interval: Interval,
    /// Times, where they were drawn.
    pub latency_ms: Option<Times>,
    /// Share of the uses of handoffs that reach the receiver itself with a well-formed payload and context kept; none without uses.
    pub handoff_success: Option<f64>,
    /// How sure that share is; none without uses.
    pub success_interval: Option<Interval>,
    /// Share of the arrivals with context kept; 1 without arrivals.
    pub context_fidelity: f64,
    /// How sure that share is; none without arrivals.
    pub fidelity_interval: Option<Interval>,
    /// By handoff.
    pub handoffs: Vec<SampledHandoff>,
    /// Share of the requests that came to where nothing leads to an end; the cap alone ended them, so means of hops, cost and time say what the cap is.
    pub never_ends: f64,
    /// What the numbers do not say, in sentences.
    pub notes: Vec<String>,
    /// Every way in which requests became tainted, the one that makes for most tainted transfers first.
    pub compounding: Vec<Compounding>,
}

/// An interval for each outcome.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
#[expect(missing_docs, reason = "named after the outcomes")]
pub struct Outcomes {
    pub resolved: Interval,
    pub wrong: Interval,
    pub human: Interval,
    pub human_repeat: Interval,
    pub abandoned: Interval,
    pub dropped: Interval,
    pub killed: Interval,
    pub stuck: Interval,
}

impl Outcomes {
    /// The interval of one.
    pub fn of(&self, fate: Fate) -> Interval {
        match fate {
            Fate::Resolved => self.resolved,
            Fate::Wrong => self.wrong,
            Fate::Human => self.human,
            Fate::HumanRepeat => self.human_repeat,
            Fate::Abandoned => self.abandoned,
            Fate::Dropped => self.dropped,
            Fate::Killed => self.killed,
            Fate::Stuck => self.stuck,
        }
    }
}

/// How long requests take, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Times {
    /// The mean.
    pub mean: f64,
    /// How sure the mean is.
    pub interval: Interval,
    /// The median, to half a per cent.
    pub p50: f64,
    /// The 95th percentile, to half a per cent.
    pub p95: f64,
    /// The 99th percentile, to half a per cent.
    pub p99: f64,
    /// How sure the median is.
    pub p50_interval: Interval,
    /// How sure the 95th percentile is.
    pub p95_interval: Interval,
    /// How sure the 99th percentile is.
    pub p99_interval: Interval,
    /// How they are spread, from the shortest to the longest; buckets that nothing falls into are left out.
    pub histogram: Vec<TimeBucket>,
}

/// How many requests take how long.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct TimeBucket {
    /// From so many milliseconds on.
    pub from_ms: f64,
    /// To less than so many.
    pub to_ms: f64,
    /// Share of all requests.
    pub share: f64,
}

/// Why no more requests were walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RunEnd {
    /// All that were asked for.
    Complete,
    /// The intervals are as narrow as they were wanted.
    Precise,
    /// Somebody ended the run; the numbers are those of the requests walked until then.
    Cancelled,
}

/// How a handoff was used.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct SampledHandoff {
    /// The handoff.
    pub id: String,
    /// Mean uses of a request.
    pub uses: f64,
    /// Share of the requests with each bad end whose last handoff was this one.
    pub ends_here: Fates,
}

/// Times are counted in buckets, so many to each doubling: the leading bits of a number tell its bucket.
const BITS: u32 = 7;
/// Doublings of a millisecond that are told apart.
const DOUBLINGS: usize = 50;
/// Buckets that one of a histogram joins: four to a doubling.
const JOINED: usize = 1 << (BITS - 2);

/// Counts of some requests.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub requests: u64,
    pub fates: [u64; 8],
    pub hops: u64,
    pub hop_squares: u64,
    pub uses: Vec<u64>,
    /// Uses of handoffs that succeed.
    pub successes: Ratio,
    /// Arrivals with context kept.
    pub kept: Ratio,
    /// By handoff and fate.
    pub ends_here: Vec<[u64; 8]>,
    pub cost: f64,
    pub cost_squares: f64,
    pub time: f64,
    pub time_squares: f64,
    /// By place, as [`Steps::places`] counts them.
    pub taints: Vec<Taints>,
    /// By agent: requests that it could not pass on.
    pub stuck: Vec<u64>,
    /// By agent: requests that came to where nothing leads to an end, and came there first at this one.
    pub trapped: Vec<u64>,
    /// Requests that could have ended and were stopped by the cap.
    pub capped: u64,
    /// Times below one millisecond, then by bucket.
    times: Vec<u64>,
}

/// Requests that became tainted at one place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Taints {
    /// How often.
    pub times: u64,
    /// Transfers of theirs until they recovered or ended.
    pub transfers: u64,
}

impl Tally {
    pub fn new(network: &Network) -> Self {
        Self {
            requests: 0,
            fates: [0; 8],
            hops: 0,
            hop_squares: 0,
            uses: vec![0; network.handoffs.len()],
            successes: Ratio::default(),
            kept: Ratio::default(),
            ends_here: vec![[0; 8]; network.handoffs.len()],
            cost: 0.0,
            cost_squares: 0.0,
            time: 0.0,
            time_squares: 0.0,
            taints: vec![Taints::default(); Steps::places(network)],
            stuck: vec![0; network.agents.len()],
            trapped: vec![0; network.agents.len()],
            capped: 0,
            times: Vec::new(),
        }
    }

    /// Counts a time in milliseconds.
    pub fn time(&mut self, milliseconds: f64) {
        self.time += milliseconds;
        self.time_squares += milliseconds * milliseconds;
        let bucket = if milliseconds < 1.0 {
            0
        } else {
            // Exponent and the first bits of the fraction, counted from those of 1.
            1 + ((milliseconds.to_bits() - 1.0_f64.to_bits()) >> (52 - BITS)) as usize
        };
        let bucket = bucket.min(DOUBLINGS << BITS);
        if self.times.len() <= bucket {
            self.times.resize(bucket + 1, 0);
        }
        self.times[bucket] += 1;
    }

    pub fn add(&mut self, other: &Tally) {
        self.requests += other.requests;
        self.hops += other.hops;
        self.hop_squares += other.hop_squares;
        self.successes.add(&other.successes);
        self.kept.add(&other.kept);
        self.cost += other.cost;
        self.cost_squares += other.cost_squares;
        self.time += other.time;
        self.time_squares += other.time_squares;
        sum(&mut self.fates, &other.fates);
        sum(&mut self.uses, &other.uses);
        sum(&mut self.stuck, &other.stuck);
        sum(&mut self.trapped, &other.trapped);
        self.capped += other.capped;
        for (own, other) in self.ends_here.iter_mut().zip(&other.ends_here) {
            sum(own, other);
        }
        for (own, other) in self.taints.iter_mut().zip(&other.taints) {
            own.times += other.times;
            own.transfers += other.transfers;
        }
        if self.times.len() < other.times.len() {
            self.times.resize(other.times.len(), 0);
        }
        sum(&mut self.times, &other.times);
    }

    /// The reach of the least sure outcome.
    pub fn widest(&self) -> f64 {
        let reach = |hits: &u64| Interval::wilson(*hits, self.requests).reach();
        self.fates.iter().map(reach).fold(0.0, f64::max)
    }

    pub fn result(
        &self,
        network: &Network,
        traps: &Traps,
        options: &SampleOptions,
        ended: RunEnd,
    ) -> Sampled {
        let n = self.requests.max(1) as f64;
        let mut outcomes = Fates::default();
        for fate in Fate::ALL {
            outcomes[fate] = self.fates[fate as usize] as f64 / n;
        }
        let interval = |fate: Fate| Interval::wilson(self.fates[fate as usize], self.requests);
        let handoffs = network
            .handoffs
            .iter()
            .zip(self.uses.iter().zip(&self.ends_here));
        let shares = |counts: &[u64]| counts.iter().map(|count| *count as f64 / n).collect();
        let stuck = Stuck {
            at: shares(&self.stuck),
            trapped: shares(&self.trapped),
            capped: self.capped as f64 / n,
        };
        Sampled {
            requests: self.requests,
            seed: options.seed,
            outcomes,
            intervals: Outcomes {
                resolved: interval(Fate::Resolved),
                wrong: interval(Fate::Wrong),
                human: interval(Fate::Human),
                human_repeat: interval(Fate::HumanRepeat),
                abandoned: interval(Fate::Abandoned),
                dropped: interval(Fate::Dropped),
                killed: interval(Fate::Killed),
                stuck: interval(Fate::Stuck),
            },
            ended,
            hops: self.hops as f64 / n,
            hops_interval: Interval::of_mean(
                self.hops as f64,
                self.hop_squares as f64,
                self.requests,
            ),
            cost_usd: self.cost / n,
            cost_interval: Interval::of_mean(self.cost, self.cost_squares, self.requests),
            latency_ms: options.times.then(|| Times {
                mean: self.time / n,
                interval: Interval::of_mean(self.time, self.time_squares, self.requests),
                p50: self.percentile(0.50),
                p95: self.percentile(0.95),
                p99: self.percentile(0.99),
                p50_interval: self.around_percentile(0.50),
                p95_interval: self.around_percentile(0.95),
                p99_interval: self.around_percentile(0.99),
                histogram: self.histogram(),
            }),
            handoff_success: self.successes.share(),
            success_interval: Interval::of_ratio(&self.successes, self.requests),
            context_fidelity: self.kept.share().unwrap_or(1.0),
            fidelity_interval: Interval::of_ratio(&self.kept, self.requests),
            handoffs: handoffs
                .map(|(handoff, (uses, ends))| {
                    let mut ends_here = Fates::default();
                    for fate in Fate::ALL.into_iter().filter(|fate| fate.is_bad()) {
                        ends_here[fate] = ends[fate as usize] as f64 / n;
                    }
                    SampledHandoff {
                        id: handoff.id.to_string(),
                        uses: *uses as f64 / n,
                        ends_here,
                    }
                })
                .collect(),
            never_ends: stuck.never_ends(),
            notes: stuck.tell(network, traps),
            compounding: self.compounding(network),
        }
    }

    fn compounding(&self, network: &Network) -> Vec<Compounding> {
        let agents = || {
            network
                .agents
                .iter()
                .map(|agent| Subject::Agent(agent.id.clone()))
        };
        let handoffs = network.handoffs.iter().map(|handoff| {
            let cause = if handoff.is_delegation {
                Cause::Delegation
            } else {
                Cause::Malformed
            };
            (Subject::Handoff(handoff.id.clone()), cause)
        });
        let places = agents()
            .map(|agent| (agent, Cause::Hallucination))
            .chain(agents().map(|agent| (agent, Cause::SilentFailure)))
            .chain(handoffs);
        let tainted = places.zip(&self.taints).filter(|(_, here)| here.times > 0);
        let mut all: Vec<Compounding> = tainted
            .map(|((subject, cause), here)| Compounding {
                subject,
                cause,
                per_request: here.times as f64 / self.requests.max(1) as f64,
                transfers: here.transfers as f64 / here.times as f64,
            })
            .collect();
        all.sort_by(|a, b| {
            let transfers = |one: &Compounding| one.per_request * one.transfers;
            let by_transfers = transfers(b).total_cmp(&transfers(a));
            by_transfers.then_with(|| (&a.subject, a.cause).cmp(&(&b.subject, b.cause)))
        });
        all
    }

    /// Fine buckets joined, so many to one that people can look at them.
    fn histogram(&self) -> Vec<TimeBucket> {
        let n = self.requests.max(1) as f64;
        let bucket = |from_ms, to_ms, counts: &[u64]| {
            let count: u64 = counts.iter().sum();
            (count > 0).then(|| TimeBucket {
                from_ms,
                to_ms,
                share: count as f64 / n,
            })
        };
        let (short, long) = self.times.split_at(self.times.len().min(1));
        let joined = long.chunks(JOINED).enumerate();
        let joined = joined.filter_map(|(at, counts)| {
            bucket(start(at * JOINED), start((at + 1) * JOINED), counts)
        });
        bucket(0.0, 1.0, short).into_iter().chain(joined).collect()
    }

    /// The time that a share of the requests does not exceed: the middle of its bucket; nothing below one millisecond.
    fn percentile(&self, share: f64) -> f64 {
        match self.bucket((share * self.requests as f64).ceil() as u64) {
            [0.0, _] => 0.0,
            [from, to] => f64::midpoint(from, to),
        }
    }

    /// How sure that time is: from where the bucket of the lowest rank that it may have begins to where that of the highest ends.
    fn around_percentile(&self, share: f64) -> Interval {
        let [low, high] = Interval::ranks(share, self.requests).map(|rank| self.bucket(rank));
        Interval {
            low: low[0],
            high: high[1],
        }
    }

    /// Where the bucket of a rank begins and ends, in milliseconds.
    fn bucket(&self, rank: u64) -> [f64; 2] {
        let mut so_far = 0;
        let found = self.times.iter().position(|count| {
            so_far += count;
            so_far >= rank && so_far > 0
        });
        match found {
            None => [0.0, 0.0],
            Some(0) => [0.0, 1.0],
            Some(bucket) => [start(bucket - 1), start(bucket)],
        }
    }
}

/// Where a bucket begins, in milliseconds; buckets are counted from one millisecond on.
fn start(bucket: usize) -> f64 {
    f64::from_bits(1.0_f64.to_bits() + ((bucket as u64) << (52 - BITS)))
}

fn sum(own: &mut [u64], other: &[u64]) {
    for (own, other) in own.iter_mut().zip(other) {
        *own += other;
    }
}
