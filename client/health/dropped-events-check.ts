import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Deployment } from '../deployment.ts';
import type { Check } from './finding.ts';
import { DAY_MINUTES, functionCounts } from './function-counts.ts';

/**
 * Counts the events about requests and files that EventBridge lost in the last day. An event is lost if EventBridge can neither
 * deliver it nor send it to the dead-letter queue. For a rule on the service's own bus, the metric also has the dimension
 * `EventBusName`.
 */
async function lostRequests({ connection, service }: Deployment): Promise<number> {
  const { Metrics } = await import('../aws/metrics.ts');
  const { eventBus, rule } = physicalNames(service);
  const metrics = new Metrics(connection);
  const rules: Readonly<Record<string, string>>[] = [
    { EventBusName: eventBus, RuleName: rule('requests') },
    { RuleName: rule('files') },
  ];
  const counts = await Promise.all(
    rules.map((dimensions) =>
      metrics.figure({
        namespace: 'AWS/Events',
        name: 'InvocationsFailedToBeSentToDlq',
        dimensions,
        statistic: 'Sum',
        minutes: DAY_MINUTES,
      }),
    ),
  );
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/**
 * Checks that Lambda dropped no event in the last day, and that EventBridge lost no event about a request or a file.
 *
 * When Lambda drops an event, it sends the event to the queue of unhandled events. `AsyncEventsDropped` counts all dropped
 * events, and `DestinationDeliveryFailures` counts those that the queue did not accept (AWS Lambda Developer Guide, "Types of
 * metrics for Lambda functions").
 */
export const checkDroppedEvents: Check = async (deployment) => {
  const { lineUpEmail, reportFailure, dailySweep } = physicalNames(deployment.service).functions;
  const [all, lost] = await Promise.all([
    functionCounts(
      deployment,
      [lineUpEmail, reportFailure, dailySweep],
      ['AsyncEventsDropped', 'DestinationDeliveryFailures'],
    ),
    lostRequests(deployment),
  ]);
  const functions = all.flatMap(({ name, counts: [dropped = 0, notKept = 0] }) =>
    dropped + notKept > 0 ? [{ name, dropped, notKept }] : [],
  );
  const status =
    lost > 0 || functions.some(({ notKept }) => notKept > 0) ? 'fail' : functions.length > 0 ? 'warn' : 'ok';
  return { status, kind: 'dropped-events', functions, lostRequests: lost };
};
