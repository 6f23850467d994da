import type { FakeExecution } from '../cli/fake-aws.ts';
import { describeInChromium } from '../support/chromium.ts';
import { findViolations } from '../support/find-violations.ts';
import { historyOnTheWire, type TestEvent } from '../support/history-of.ts';
import { aws, openPage, startWeb, useChromium } from './open-page.ts';

const HOUR = 3_600_000;
const INPUT = JSON.stringify({ stackName: 'demo', template: '{}' });

const called = (action: string, output: object, seconds: number): TestEvent => [
  'TaskSucceeded',
  { resourceType: 'aws-sdk:cloudformation', resource: action, output: JSON.stringify(output) },
  { seconds },
];
const polled = (StackStatus: string, seconds: number) =>
  called('describeStacks', { Stacks: [{ StackName: 'demo', StackStatus }] }, seconds);
const ASKED: readonly TestEvent[] = [
  ['ExecutionStarted', { input: INPUT }],
  called('createStack', { StackId: 'demo' }, 1),
  polled('CREATE_IN_PROGRESS', 5),
];
const FAILED: readonly TestEvent[] = [
  ...ASKED,
  polled('CREATE_FAILED', 7.5),
  ['ExecutionFailed', { error: 'StackFailed', cause: 'The bucket exists.' }],
];
const REDRIVEN: readonly TestEvent[] = [...FAILED, ['ExecutionRedriven', { redriveCount: 1 }]];

const addRequest = (name: string, rest: Partial<FakeExecution>) =>
  aws.add({ machine: 'stack-creator', name, input: INPUT, ...rest });

const failed = () => ({
  status: 'FAILED',
  stopDate: Date.now() - HOUR,
  error: 'StackFailed',
  cause: 'The bucket exists.',
  events: historyOnTheWire(FAILED, HOUR),
});

describeInChromium('the page of the stack requests', () => {
  useChromium({ sharesWeb: true });
  beforeEach(() => {
    aws.parameters['/remindme/state-machines/stack-creator'] =
      'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-stack-creator';
  });

  test('says how to request a stack if there was no request', async () => {
    await startWeb();
    const page = await openPage('/stacks');
    await page.getByText('No stack has been requested yet').waitFor();
    await page.getByText('stack create my-stack --template').waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  test('shows the steps of a request, and the pauses between the polls', async () => {
    const events = historyOnTheWire(FAILED);
    const request = addRequest('demo-1', { events: events.slice(0, ASKED.length) });
    await startWeb();
    const page = await openPage('/stacks');
    await page.getByRole('link', { name: 'demo' }).click();
    const panel = page.getByRole('region', { name: 'demo' });
    await panel.getByText('asked CloudFormation to create it').waitFor();
    await panel.getByText('It polled the stack once.').waitFor();
    expect(await findViolations(page)).toEqual([]);

    Object.assign(request, failed(), { events });
    await panel.getByText('The bucket exists.').waitFor();
    await panel.getByText('It polled the stack 2 times, every 7.5 s.').waitFor();
    expect(await panel.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('asked CloudFormation to create it'),
      expect.stringContaining('CREATE_IN_PROGRESS'),
      expect.stringContaining('CREATE_FAILED'),
    ]);
  });

  test('keeps the focus on a request when a newer one is listed above it', async () => {
    addRequest('demo-3', failed());
    await startWeb();
    const page = await openPage('/stacks');
    await page.getByRole('link', { name: 'demo' }).focus();

    aws.executions.clear(); // ListExecutions returns the newest execution first
    addRequest('newer', { input: JSON.stringify({ stackName: 'newer', template: '{}' }) });
    addRequest('demo-3', failed());
    await page.getByRole('link', { name: 'newer' }).waitFor();
    expect(await page.evaluate<string>('document.activeElement.getAttribute("href")')).toBe('/stacks/demo-3');
  });

  test('follows an execution that a person redrives after its failure', async () => {
    const request = addRequest('demo-2', failed());
    await startWeb();
    const page = await openPage('/stacks/demo-2');
    const panel = page.getByRole('region', { name: 'demo' });
    await panel.locator('.st.failed').waitFor();

    Object.assign(request, {
      status: 'RUNNING',
      stopDate: undefined,
      error: undefined,
      cause: undefined,
      events: historyOnTheWire(REDRIVEN),
    });
    await panel.locator('.st.pending', { hasText: 'running' }).waitFor();

    Object.assign(request, {
      status: 'SUCCEEDED',
      stopDate: Date.now(),
      output: '{}',
      events: historyOnTheWire([...REDRIVEN, polled('CREATE_COMPLETE', 5), ['ExecutionSucceeded', { output: '{}' }]]),
    });
    await panel.locator('.st.sent', { hasText: 'done' }).waitFor();
    await panel.getByText('CREATE_COMPLETE').waitFor();
  });
});
