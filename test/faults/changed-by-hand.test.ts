import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, DeleteTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { physicalNames, VIAS, type Via } from '../../core/naming/physical-names.ts';
import { type Inbox, openInbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, ended, inboxOf, keptFor, parameter, sfn, start } from '../end-to-end/deployed-service.ts';
import { deleteFunction } from './deployed-function.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { CHANGED } from './services.ts';
import { takeUnhandledEvent } from './unhandled-event.ts';

/**
 * Tests of changes and deletions that a person makes by hand. The order of the tests matters, because the changes of each test
 * stay in place for the next tests.
 */

const MILLISECONDS = 60_000;
/** Enough time to replace the topic before the reminders are due. */
const WAIT_SECONDS = 10;

const { functions, parameters } = physicalNames(CHANGED);
const sns = new SNSClient(CLIENT_CONFIG);
const ssm = new SSMClient(CLIENT_CONFIG);
let oldTopic: string;
let newTopic: string;
let published: Inbox;
let publishedAnew: Inbox;
let operations: Inbox;

beforeAll(async () => {
  oldTopic = await parameter(parameters.topicArn);
  newTopic = (await sns.send(new CreateTopicCommand({ Name: `${CHANGED}-new-topic` }))).TopicArn ?? '';
  [published, publishedAnew, operations] = await Promise.all([
    inboxOf(CHANGED),
    openInbox({ clientConfig: CLIENT_CONFIG, topicArn: newTopic }),
    inboxOf(CHANGED, 'operationsTopicArn'),
  ]);
});
afterAll(async () => {
  await Promise.all([published, publishedAnew, operations].map((inbox) => inbox.close()));
  printFaultTable('Manual changes and deletions');
});

const copiesIn = ({ arrivals }: Inbox, text: string) => arrivals.filter(({ message }) => message.includes(text)).length;
const copiesOf = (text: string) => copiesIn(published, text) + copiesIn(publishedAnew, text);

function addRow(fault: string, text: string, { isKept, by = '' }: { readonly isKept: boolean; readonly by?: string }) {
  const copies = copiesOf(text);
  const lost = copies === 0 && !isKept ? 1 : 0;
  const twice = Math.max(0, copies - 1);
  addFaultRow({ fault, tries: 1, delivered: Math.min(copies, 1), twice, lost, reported: isKept ? by : '' });
}

test('keeps the email of a reminder if the function that queues emails is gone', async () => {
  const text = 'without the function that queues emails';
  await deleteFunction(functions.lineUpEmail);

  await sns.send(new PublishCommand({ TopicArn: oldTopic, Message: text }));

  const isKept = await takeUnhandledEvent(CHANGED, text, MILLISECONDS);
  await published.until(() => copiesOf(text) > 0, MILLISECONDS);
  addRow('the function that queues emails is deleted', text, { isKept, by: 'queue of unhandled events' });
  expect({ isKept, copies: copiesOf(text) }).toEqual({ isKept: true, copies: 1 });
});

test('delivers once through the function if the parameter names another topic', async () => {
  await ended(await start(CHANGED, 'lambda', { message: 'it knows the old topic now', seconds: 0 }), 60);
  await ssm.send(new PutParameterCommand({ Name: parameters.topicArn, Value: newTopic, Overwrite: true }));
  const text = 'the parameter names another topic';

  // for up to a minute, the function may publish to the old topic, which still exists
  expect(await ended(await start(CHANGED, 'lambda', { message: text, seconds: 0 }), 60)).toMatchObject({
    status: 'SUCCEEDED',
  });

  await published.until(() => copiesOf(text) > 0, MILLISECONDS);
  addRow(`${text} while the function remembers the old one`, text, { isKept: false });
  expect(copiesOf(text)).toBe(1);
});

describe('the topic is replaced while reminders wait', () => {
  const text = (via: Via) => `waits for another topic through ${via}`;
  const executions = {} as Record<Via, string>;
  beforeAll(async () => {
    for (const via of VIAS) {
      executions[via] = await start(CHANGED, via, { message: text(via), seconds: WAIT_SECONDS });
    }
    await sns.send(new DeleteTopicCommand({ TopicArn: oldTopic }));
  });

  test('the machine with a function delivers to the topic that the parameter names', async () => {
    expect(await ended(executions.lambda, 60)).toMatchObject({ status: 'SUCCEEDED' });

    await publishedAnew.until((arrivals) => arrivals.some(({ message }) => message === text('lambda')), MILLISECONDS);
    addRow('another topic replaces the old one, through lambda', text('lambda'), { isKept: false });
    expect(copiesIn(publishedAnew, text('lambda'))).toBe(1);
  });

  test('the machine without a function keeps the request and reports it', async () => {
    expect(await ended(executions.sns, 60)).toMatchObject({ status: 'FAILED', error: 'ReminderUndelivered' });

    await operations.until(() => copiesIn(operations, executions.sns) > 0, MILLISECONDS);
    const kept = await keptFor(CHANGED, executions.sns);
    const by = 'operations, ReminderUndelivered';
    addRow('another topic replaces the old one, through sns', text('sns'), { isKept: kept !== undefined, by });
    expect(kept?.request).toMatchObject({ message: text('sns') });
    expect(copiesIn(operations, executions.sns)).toBe(1);
  });
});

test('keeps a failure if the function that reports failures is gone', async () => {
  await deleteFunction(functions.reportFailure);
  const executionArn = await start(CHANGED, 'sns', { message: 'aborted', seconds: 86_400 });

  await sfn.send(new StopExecutionCommand({ executionArn, error: 'Maintenance' }));

  const isKept = await takeUnhandledEvent(CHANGED, executionArn, MILLISECONDS);
  addRow('the function that reports failures is deleted', executionArn, { isKept, by: 'queue of unhandled events' });
  expect(isKept).toBe(true);
});
