import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { physicalNames, VIAS, type Via } from '../../core/naming/physical-names.ts';
import type { ListedExecution } from '../aws/executions.ts';
import type { Deployment, DeploymentParts } from '../deployment.ts';
import type { Check } from './finding.ts';

const MINUTE = 60_000;
/** The length of the checked period, in minutes. It is an hour longer than a day, because the daily sweep may run late. */
const LOOK_BACK = 25 * 60;
/**
 * The check ignores executions that ended in the last 15 minutes, because EventBridge's metrics may not be in CloudWatch yet.
 */
const SETTLED = 15;
/**
 * The length of a data point of the rule's metric, in milliseconds. An execution's event is in the data point that contains the
 * execution's end, or in one that starts up to this long after the end.
 */
const POINT = 5 * MINUTE;
/** The maximum number of pages that the check lists for each state machine and status. A page has up to 1,000 executions. */
const LISTED_PAGES = 10;
/** The maximum number of executions that the check reads with DescribeExecution. */
const DESCRIBED = 100;

const METRICS = { FAILED: 'ExecutionsFailed', TIMED_OUT: 'ExecutionsTimedOut', ABORTED: 'ExecutionsAborted' } as const;
type BadStatus = keyof typeof METRICS;

/** An execution that did not succeed. */
interface Ended {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly stoppedAt: number;
}

/**
 * Returns the executions for which no event arrived. Each event counts for one execution. `events` contains the number of
 * events in each data point, keyed by the data point's start time.
 */
function withoutEvent<Each extends Pick<Ended, 'stoppedAt'>>(
  executions: readonly Each[],
  events: ReadonlyMap<number, number>,
): Each[] {
  const left = [...events].sort(([one], [other]) => one - other).map(([start, count]) => ({ start, count }));
  return [...executions]
    .sort((one, other) => one.stoppedAt - other.stoppedAt)
    .filter(({ stoppedAt }) => {
      const event = left.find(
        ({ start, count }) => count > 0 && start + POINT > stoppedAt && start <= stoppedAt + POINT,
      );
      if (event) {
        event.count -= 1;
      }
      return event === undefined;
    });
}

/**
 * Lists a state machine's executions that ended with the given status in the checked period. `isCut` is true if there may be
 * more.
 */
async function listEnded(
  deployment: Deployment,
  { stateMachineArns }: DeploymentParts,
  [via, status]: readonly [Via, BadStatus],
): Promise<{ readonly found: readonly Ended[]; readonly isCut: boolean }> {
  const { executions, arns } = await deployment.machines(stateMachineArns);
  const now = Date.now();
  const isMeant = ({ stoppedAt }: ListedExecution) =>
    stoppedAt !== undefined && stoppedAt > now - LOOK_BACK * MINUTE && stoppedAt <= now - SETTLED * MINUTE;
  const found: Ended[] = [];
  let pages = 0;
  for await (const page of executions.list(arns[via], { status })) {
    found.push(...(page.filter(isMeant) as Ended[]));
    pages += 1;
    if (pages === LISTED_PAGES) {
      return { found, isCut: true };
    }
  }
  return { found, isCut: false };
}

/**
 * Checks that the rule for failures has matched an event for each execution that did not succeed in the last day. Step
 * Functions emits events on a best-effort basis, and no alarm can detect a missing event. The check ignores rejected requests
 * and cancelled reminders. The check first reads Step Functions' metrics, and lists executions only if any count is above zero.
 */
export const checkUnreported: Check = async (deployment, parts) => {
  const { Metrics } = await import('../aws/metrics.ts');
  const metrics = new Metrics(deployment.connection);
  const kinds = VIAS.flatMap((via) => (Object.keys(METRICS) as BadStatus[]).map((status) => [via, status] as const));
  const counts = await Promise.all(
    kinds.map(([via, status]) =>
      metrics.figure({
        namespace: 'AWS/States',
        name: METRICS[status],
        dimensions: { StateMachineArn: parts.stateMachineArns[via] },
        statistic: 'Sum',
        minutes: LOOK_BACK,
      }),
    ),
  );
  const some = kinds.filter((_, index) => (counts[index] ?? 0) > 0);
  const lists = await Promise.all(some.map((kind) => listEnded(deployment, parts, kind)));
  const ended = lists.flatMap(({ found }) => found);
  const isListCut = lists.some(({ isCut }) => isCut);
  const none = {
    status: isListCut ? 'warn' : 'ok',
    kind: 'unreported',
    executions: [],
    isCut: isListCut,
  } as const;
  if (ended.length === 0) {
    return none;
  }
  const events = await metrics.points({
    namespace: 'AWS/Events',
    name: 'MatchedEvents',
    dimensions: { RuleName: physicalNames(deployment.service).rule('failures') },
    statistic: 'Sum',
    minutes: LOOK_BACK,
  });
  if (withoutEvent(ended, events).length === 0) {
    return none;
  }
  const { executions } = await deployment.machines(parts.stateMachineArns);
  const incidents: Ended[] = [];
  for (const each of ended.slice(0, DESCRIBED)) {
    const error = each.status === 'TIMED_OUT' ? undefined : (await executions.describe(each.arn))?.error;
    if (!Object.values<string | undefined>(NO_INCIDENT).includes(error)) {
      incidents.push(each);
    }
  }
  const unreported = withoutEvent(incidents, events).map(({ name }) => name);
  const isCut = isListCut || ended.length > DESCRIBED;
  const status = unreported.length > 0 ? 'fail' : isCut ? 'warn' : 'ok';
  return { status, kind: 'unreported', executions: unreported, isCut };
};
