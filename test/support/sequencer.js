import DefaultSequencer from '@jest/test-sequencer';

/**
 * The order in which Jest runs the test files. End-to-end tests mostly wait, and the other tests mostly compute. Jest therefore
 * alternates between them, so that no long wait remains for the end. Without durations from an earlier run, Jest would start
 * the smallest files last, and some of these wait for more than a minute. This file is JavaScript because Jest does not compile
 * sequencers.
 */
export default class Sequencer extends DefaultSequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isEndToEnd = ({ path }) => path.includes('/test/end-to-end/');
    const waiting = sorted.filter(isEndToEnd);
    const others = sorted.filter((test) => !isEndToEnd(test));
    return Array.from({ length: Math.max(waiting.length, others.length) }, (_, index) => [
      waiting[index],
      others[index],
    ])
      .flat()
      .filter((test) => test !== undefined);
  }
}
