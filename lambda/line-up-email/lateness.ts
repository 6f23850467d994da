/**
 * Logs how late a reminder was, in CloudWatch's embedded metric format. CloudWatch turns the line into the metric `Lateness`.
 * The metric is in seconds, has no dimensions, and belongs to the namespace with the service's name (Amazon CloudWatch User
 * Guide, "Specification: Embedded metric format").
 *
 * @param dueAt the message attribute `dueAt`, RFC 3339; without this attribute or a namespace, nothing is logged
 * @param publishedAt the time at which the topic received the message, RFC 3339
 */
export function logLateness(dueAt: string | undefined, publishedAt: string): void {
  const lateMilliseconds = Date.parse(publishedAt) - Date.parse(dueAt ?? '');
  if (Number.isNaN(lateMilliseconds) || process.env['METRIC_NAMESPACE'] === undefined) {
    return;
  }
  const line = {
    // CloudWatch finds this field only at the root of the JSON object, and Lambda's own JSON logger would nest it
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: process.env['METRIC_NAMESPACE'],
          Dimensions: [[]],
          Metrics: [{ Name: 'Lateness', Unit: 'Seconds' }],
        },
      ],
    },
    // clocks differ, so a reminder that seems to have been sent before its due time counts as on time
    Lateness: Math.max(0, lateMilliseconds) / 1_000,
    dueAt,
    publishedAt,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
