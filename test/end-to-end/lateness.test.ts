import { setTimeout as delay } from 'node:timers/promises';
import type { Via } from '../../core/naming/physical-names.ts';
import { CLIENT_CONFIG, ended, start } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

interface Measurement {
  readonly machine: string;
  readonly dueAt: string;
  readonly sentAt: string;
  readonly lateSeconds: number;
}

/** Reads how late reminders were from the log. The tests have no client for CloudWatch Logs. */
async function measurements(): Promise<Measurement[]> {
  const response = await fetch(process.env['AWS_ENDPOINT_URL'] ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Logs_20140328.GetLogEvents',
      authorization: `AWS4-HMAC-SHA256 Credential=${CLIENT_CONFIG.credentials.accessKeyId}/20260101/${CLIENT_CONFIG.region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ logGroupName: `/${SERVICE}/lateness`, logStreamName: 'lateness' }),
  });
  const { events } = (await response.json()) as { events: { message: string }[] };
  return events.map(({ message }) => JSON.parse(message));
}

test.each<Via>(['sns', 'lambda'])(
  'logs how late a reminder was sent through %s, and nothing else about it',
  async (via) => {
    const execution = await ended(await start(SERVICE, via, { message: 'a private text', seconds: 1 }), 60);
    const { dueAt, sentAt } = JSON.parse(execution.output ?? '');
    const find = async () => (await measurements()).find((each) => each.dueAt === dueAt && each.sentAt === sentAt);

    const deadline = Date.now() + 60_000;
    while (!(await find()) && Date.now() < deadline) {
      await delay(100);
    }

    expect(await find()).toEqual({
      machine: `remindme-${via}`,
      dueAt,
      sentAt,
      lateSeconds: (Date.parse(sentAt) - Date.parse(dueAt)) / 1_000,
    });
  },
);
