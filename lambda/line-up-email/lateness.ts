/**
 * Logs how late a reminder was, in CloudWatch's embedded metric format: CloudWatch turns it into the metric `Lateness`, in a
 * namespace with the service's name, without dimensions and in seconds (Amazon CloudWatch User Guide, "Specification:
 * Embedded metric format").
 *
 * @param dueAt the message attribute of a reminder, RFC 3339; nothing is logged for a message without one
 * @param publishedAt when the topic received the message, RFC 3339
 */
export function logLateness(dueAt: string | undefined, publishedAt: string): void {
  const lateMilliseconds = Date.parse(publishedAt) - Date.parse(dueAt ?? '');
  if (Number.isNaN(lateMilliseconds)) {
    return;
  }
  const line = {
    // at the root of the line: Lambda's own JSON logger would nest it, and CloudWatch would not find it
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
    // clocks differ: a reminder that was sent before it was due was on time
    Lateness: Math.max(0, lateMilliseconds) / 1_000,
    dueAt,
    publishedAt,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
