//! Queries: most end at once. Those that run on do so on threads that yield to everything else, a few of one canister at a time.

use crate::beside::Rank;
use crate::crew::Crew;
use crate::published::Published;
use replica_api::{CanisterId, ErrorCode, QueryReply, QueryRequest, Reject, ReplicaError};
use replica_wasm::Engine;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::{Semaphore, oneshot};

/// Long queries at a time, and how many of one canister may run or wait.
const LONG_MAX: usize = 32;
const LONG_OF_ONE_MAX: usize = 16;

/// Who answers queries.
pub(crate) struct Queries {
    engine: Arc<Engine>,
    lane: Semaphore,
    /// For queries that need an instance made: as many at a time as there are processors.
    cold: Semaphore,
    long: Arc<Mutex<HashMap<CanisterId, usize>>>,
    crew: Crew,
}

impl Queries {
    pub(crate) fn new(engine: Arc<Engine>) -> Queries {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let (lane, cold) = (Semaphore::new(LONG_MAX), Semaphore::new(processors));
        Queries { engine, lane, cold, long: Arc::default(), crew: Crew::new("long query", Rank::Idle) }
    }

    /// Answers a query on a state.
    pub(crate) async fn answer(
        &self,
        published: Arc<Published>,
        request: QueryRequest,
    ) -> Result<QueryReply, ReplicaError> {
        let (answer, request) = self.short(&published, request).await?;
        if let Some(reply) = answer {
            return Ok(reply);
        }
        let canister = request.canister;
        let Some(_place) = Place::take(&self.long, canister) else {
            let text = format!("too many long queries of canister {canister} run already");
            let outcome = Err(Reject::new(ErrorCode::CanisterQueueFull, text));
            return Ok(QueryReply { outcome, time: published.state.time });
        };
        let _permit = self.lane.acquire().await.map_err(|_| fault())?;
        let (sender, answer) = oneshot::channel();
        let engine = self.engine.clone();
        let long = move || {
            let reply = published.query(&engine, &request, engine.limits.query_instructions_max);
            // Nobody listens if the one who asked has gone.
            let _ = sender.send(reply);
        };
        self.crew.run(long).map_err(|_| fault())?;
        answer.await.ok().flatten().ok_or_else(fault)
    }
}

impl Queries {
    /// Answers a query that ends soon, and returns it with the answer.
    ///
    /// Where an instance waits, right here: that takes less than to wake another thread. Where one has to be made first, on
    /// a thread that may take its time.
    async fn short(
        &self,
        published: &Arc<Published>,
        request: QueryRequest,
    ) -> Result<(Option<QueryReply>, QueryRequest), ReplicaError> {
        let share = self.engine.limits.query_share_instructions_max;
        if !published.is_warm(&self.engine, request.canister) {
            let _permit = self.cold.acquire().await.map_err(|_| fault())?;
            // Somebody else may have made it meanwhile.
            if !published.is_warm(&self.engine, request.canister) {
                let (engine, published) = (self.engine.clone(), published.clone());
                let ask = move || (published.query(&engine, &request, share), request);
                return tokio::task::spawn_blocking(ask).await.map_err(|_| fault());
            }
        }
        Ok((published.query(&self.engine, &request, share), request))
    }
}

fn fault() -> ReplicaError {
    ReplicaError::Stopped("a query ended in a fault of the replica".into())
}

/// One of the places that long queries of a canister have.
struct Place {
    long: Arc<Mutex<HashMap<CanisterId, usize>>>,
    canister: CanisterId,
}

impl Place {
    fn take(long: &Arc<Mutex<HashMap<CanisterId, usize>>>, canister: CanisterId) -> Option<Place> {
        let mut taken = long.lock().expect("no holder of this lock panics");
        let count = taken.entry(canister).or_default();
        if *count >= LONG_OF_ONE_MAX {
            return None;
        }
        *count += 1;
        Some(Place { long: long.clone(), canister })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.long.lock().expect("no holder of this lock panics");
        if let Some(count) = taken.get_mut(&self.canister) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.canister);
            }
        }
    }
}
