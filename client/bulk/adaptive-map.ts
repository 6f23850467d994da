/** The maximum number of concurrent calls. The SDK keeps at most 50 connections to a host. */
const MOST = 40;

/** The options for {@link adaptiveMap}. */
export interface AdaptiveMapOptions<Item, Result> {
  readonly work: (item: Item) => Promise<Result>;
  /** Returns the number of throttled calls so far, including those that the SDK retried. */
  readonly throttles: () => number;
}

/**
 * Calls `work` for several items concurrently, and yields the results in the items' order. The number of concurrent calls grows
 * until AWS throttles a call, and then halves. This is "additive increase, multiplicative decrease", as in TCP.
 *
 * If `work` fails for an item, yields the results of the items before it, then throws the error.
 */
export async function* adaptiveMap<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  { work, throttles }: AdaptiveMapOptions<Item, Result>,
): AsyncGenerator<Result> {
  let limit = 1;
  let isSlowed = false;
  let seen = throttles();
  /** Adapts the limit after an item. Halves it only once, even if several responses since the last item were throttled. */
  const adapt = () => {
    if (throttles() > seen) {
      limit = Math.max(1, limit / 2);
      isSlowed = true;
      seen = throttles();
    } else {
      limit = Math.min(MOST, limit + (isSlowed ? 1 / limit : 1));
    }
  };
  const underWay: Promise<Result>[] = [];
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  try {
    for (let isMore = true; isMore || underWay.length > 0; ) {
      while (isMore && underWay.length < Math.floor(limit)) {
        const next = await iterator.next();
        if (next.done) {
          isMore = false;
          break;
        }
        const started = work(next.value).finally(adapt);
        started.catch(() => {}); // prevents an unhandled rejection; the error is thrown below, when the result is awaited
        underWay.push(started);
      }
      const oldest = underWay.shift();
      if (oldest) {
        yield await oldest;
      }
    }
  } finally {
    await Promise.allSettled(underWay); // wait for the items that have started
    await iterator.return?.();
  }
}
