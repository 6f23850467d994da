import { physicalNames } from '../../core/naming/physical-names.ts';
import { DEFAULT_SERVICE } from '../../core/naming/service-name.ts';
import { type Definition, stateMachinesOf } from '../templates/state-machines.ts';
import { resourcesOfType, type Template } from '../templates/template.ts';
import { listPrice, PRICES, type Price } from './prices.ts';

/** One part of the cost of a million reminders. */
export interface CostPart {
  readonly what: string;
  /** The calculation and its assumptions. */
  readonly how: string;
  /** The cost in US dollars, without the free tier. */
  readonly dollars: number;
}

/** The costs of a million reminders that go to one email address. */
export interface CostsPerMillion {
  /** The costs of a million executions of each reminder state machine. */
  readonly machine: Readonly<Record<'sns' | 'lambda', readonly CostPart[]>>;
  /** The costs of the parts after the reminder topic, which send the emails. */
  readonly onTop: readonly CostPart[];
  /** The additional costs of a million reminders that first wait in EventBridge Scheduler. */
  readonly handOver: CostPart;
  /** The additional costs of a million occurrences of repeated reminders. */
  readonly occurrences: CostPart;
  /** The costs of a million executions that a schedule starts when nothing is due. Such an execution sends nothing. */
  readonly skipped: CostPart;
  /** The costs of a million requests to the HTTP API. */
  readonly httpApi: readonly CostPart[];
  /** The costs of a million events that request a reminder. */
  readonly events: readonly CostPart[];
  /** The costs of a million reminders from files. */
  readonly files: readonly CostPart[];
  /** The cost of X-Ray if it records every execution. */
  readonly traces: CostPart;
}

const MILLION = 1_000_000;
/** Assumptions of the calculation. They were not measured on AWS. */
const ASSUMED = {
  /**
   * The duration of each function, in milliseconds. `line-up-email` makes two calls. `send-reminder` publishes, and sometimes
   * also reads a parameter. `http-api` starts an execution. `report-failure` only checks a request. `deck` is the function of
   * 2018.
   */
  lineUpEmail: 75,
  sendReminder: 100,
  httpApi: 100,
  reportFailure: 10,
  deck: 200,
  /** The duration of an Express execution without its wait, in seconds. */
  expressSeconds: 0.1,
  /** The memory of an Express execution. Step Functions bills it in steps of 64 MB, and these executions hold little data. */
  expressMegabytes: 64,
  /** The number of rows in a file, and the durations of `normalise-file` and `report-file` for such a file, in seconds. */
  fileRows: 100_000,
  normaliseFile: 30,
  reportFile: 5,
  /**
   * The number of S3 objects for each file: the file and four other objects. Each object costs one PUT, one GET and one event.
   */
  fileObjects: 5,
  /** The size of a line in the API's access log, in bytes. */
  accessLine: 500,
  /** The size of a log event in bytes, including the 26 bytes that CloudWatch adds. */
  logLine: 300,
  /** The size of the lines START, END and REPORT of one invocation, in bytes. */
  systemLines: 900,
  /** The size of an event in a state machine's log, in bytes. The log contains no execution data. */
  machineEvent: 350,
  /** The length of a month, and the time for which SNS reuses a data key, in seconds. */
  month: 30 * 86_400,
  dataKey: 300,
};

const part = (what: string, how: string, ...uses: readonly (readonly [Price, number])[]): CostPart => ({
  what,
  how,
  dollars: uses.reduce((sum, [price, amount]) => sum + listPrice(price, amount), 0),
});

/**
 * The indexes of two choice rules of the state that checks the request. One is for a reminder that first waits in a schedule.
 * The other is for an execution that a schedule starts when nothing is due.
 */
const HANDED_OVER_RULE = 1;
const SKIPPED_RULE = 2;

/**
 * Returns the names of the states that an execution passes through if the choice rule with the index `rule` applies. Rule 0
 * applies if the reminder is sent.
 */
function statesPassed({ StartAt, States }: Definition, rule = 0): string[] {
  const passed: string[] = [];
  for (let name: string | undefined = StartAt; name; ) {
    passed.push(name);
    const state: Definition['States'][string] | undefined = States[name];
    name = state?.Choices?.[rule]?.Next ?? state?.Next;
  }
  return passed;
}

/**
 * Returns the number of events that a standard execution logs: two for its start and end, two for each state, and three more
 * for each task.
 */
const loggedEvents = (states: number, tasks = 1) => 2 + 2 * states + 3 * tasks;

/** Calculates the costs of a million reminders from the given templates and {@link PRICES}. */
export function costsPerMillion(templates: readonly Template[]): CostsPerMillion {
  const { stateMachines, functions } = physicalNames(DEFAULT_SERVICE);
  const machines = stateMachinesOf(templates);
  const machineOf = (name: string) => {
    const machine = machines.find((each) => each.name === name);
    if (machine === undefined) {
      throw new Error(`The templates have no state machine ${name}.`);
    }
    return { ...machine, properties: machine.resource.Properties };
  };
  const functionOf = (name: string) => {
    const [properties] = templates
      .flatMap((template) => resourcesOfType(template, 'AWS::Lambda::Function'))
      .map(([, { Properties }]) => Properties)
      .filter(({ FunctionName }) => FunctionName === name);
    if (properties?.['Architectures']?.[0] !== 'arm64') {
      throw new Error(`The templates have no function ${name} on arm64.`);
    }
    return properties;
  };
  const runsOf = (name: string, milliseconds: number): CostPart => {
    const { MemorySize } = functionOf(name);
    return part(
      `the function \`${name}\``,
      `a request, ${milliseconds} ms of ${MemorySize} MB (assumed)`,
      [PRICES.functionRequests, MILLION],
      [PRICES.functionDuration, MILLION * (milliseconds / 1_000) * (MemorySize / 1_024)],
    );
  };
  const bytesOf = (name: string) =>
    ASSUMED.logLine + (functionOf(name)['LoggingConfig']?.SystemLogLevel === 'WARN' ? 0 : ASSUMED.systemLines);
  const logged = (what: string, how: string, bytes: number) =>
    part(what, `${how}, ${bytes} bytes (assumed)`, [PRICES.logGigabytes, (MILLION * bytes) / 1e9]);
  const customEvent = (what: string) => part(what, 'a custom event', [PRICES.customEvents, MILLION]);
  const publishes = (what: string) => part(what, 'a publish', [PRICES.publishes, MILLION]);
  const machineParts = (name: string): CostPart[] => {
    const { definition, properties } = machineOf(name);
    const states = statesPassed(definition);
    const events = properties['LoggingConfiguration'].Level === 'ALL' ? loggedEvents(states.length) : 0;
    return [
      part(`the machine \`${name}\``, `${states.length} state transitions`, [
        PRICES.transitions,
        MILLION * states.length,
      ]),
      publishes('the reminder topic'),
      ...(events > 0 ? [logged('its log', `${events} events`, events * ASSUMED.machineEvent)] : []),
    ];
  };

  const express = machineOf(stateMachines.sendEmail);
  const wait = Object.values(express.definition.States).reduce((sum, { Seconds = 0 }) => sum + Number(Seconds), 0);
  const seconds = wait + ASSUMED.expressSeconds;
  if (!['ERROR', 'OFF'].includes(express.properties['LoggingConfiguration'].Level)) {
    throw new Error(
      `${stateMachines.sendEmail} logs every email: scripts/costs/costs-per-million.ts does not count that.`,
    );
  }
  const isTraced = ({ properties }: { properties: Readonly<Record<string, { Enabled?: boolean }>> }) =>
    properties['TracingConfiguration']?.Enabled === true;
  const startedBySchedule = (what: string, rule: number, tasks: number) => {
    const states = statesPassed(machineOf(stateMachines.sns).definition, rule).length;
    return part(
      what,
      `${states} state transitions, an invocation of a schedule, and a log of ${loggedEvents(states, tasks)} events`,
      [PRICES.transitions, MILLION * states],
      [PRICES.schedules, MILLION],
      [PRICES.logGigabytes, (MILLION * loggedEvents(states, tasks) * ASSUMED.machineEvent) / 1e9],
    );
  };
  const traced = [machineOf(stateMachines.sns), express].filter(isTraced).length;

  const importing = machineOf(stateMachines.importFile);
  const { MaxItemsPerBatch: batch = Number.NaN } = Object.values(importing.definition.States)
    .map(({ ItemBatcher }) => ItemBatcher as { readonly MaxItemsPerBatch?: number } | undefined)
    .find((batcher) => batcher !== undefined) as { readonly MaxItemsPerBatch?: number };
  const batches = MILLION / batch;
  const files = MILLION / ASSUMED.fileRows;
  const statesOfAFile = Object.values(importing.definition.States).filter(({ Type }) => Type !== 'Fail').length;
  const secondsOf = (name: string, seconds: number): CostPart => {
    const { MemorySize } = functionOf(name);
    return part(`the function \`${name}\``, `${seconds} s of ${MemorySize} MB for each file (assumed)`, [
      PRICES.functionDuration,
      files * seconds * (MemorySize / 1_024),
    ]);
  };
  // two events for the iteration, two for the Choice, and five for the task and its call
  const eventsOfARow = 2 + 2 + 5;

  return {
    machine: {
      sns: machineParts(stateMachines.sns),
      lambda: [
        ...machineParts(stateMachines.lambda),
        runsOf(functions.sendReminder, ASSUMED.sendReminder),
        logged('the log of the function', 'a line', bytesOf(functions.sendReminder)),
      ],
    },
    onTop: [
      part('SNS to the function', 'a delivery to Lambda', [PRICES.notifications, MILLION]),
      runsOf(functions.lineUpEmail, ASSUMED.lineUpEmail),
      logged('its log', 'a line, from which CloudWatch extracts the metric', bytesOf(functions.lineUpEmail)),
      customEvent('the event `Reminder Sent`'),
      part('the throttled queue', 'sent, received and deleted: 3 requests', [PRICES.fifoRequests, 3 * MILLION]),
      part('the pipe', 'a request', [PRICES.pipeRequests, MILLION]),
      part(
        `the machine \`${stateMachines.sendEmail}\``,
        `an Express execution of ${seconds} s at ${ASSUMED.expressMegabytes} MB: a wait of ${wait} s, and ${ASSUMED.expressSeconds} s (assumed)`,
        [PRICES.expressRequests, MILLION],
        [PRICES.expressDuration, MILLION * seconds * (ASSUMED.expressMegabytes / 1_024)],
      ),
      publishes('the email topic'),
      part('the keys of both topics', 'two KMS requests every 5 minutes for each topic, for a month', [
        PRICES.keyRequests,
        (2 * 2 * ASSUMED.month) / ASSUMED.dataKey,
      ]),
    ],
    handOver: startedBySchedule('a reminder that waits in a schedule', HANDED_OVER_RULE, 1),
    occurrences: part('an occurrence', 'an invocation of a schedule', [PRICES.schedules, MILLION]),
    skipped: startedBySchedule('a time at which nothing is due', SKIPPED_RULE, 0),
    httpApi: [
      part('the HTTP API', 'a request', [PRICES.apiRequests, MILLION]),
      runsOf(functions.httpApi, ASSUMED.httpApi),
      logged('the access log', 'a line', ASSUMED.accessLine),
    ],
    events: [customEvent('the event `Reminder Requested`'), runsOf(functions.reportFailure, ASSUMED.reportFailure)],
    files: [
      part(
        `the machine \`${stateMachines.importFile}\``,
        `${statesOfAFile} state transitions for a file of ${ASSUMED.fileRows.toLocaleString('en-US')} rows, and one for each batch of ${batch} (assumed)`,
        [PRICES.transitions, files * statesOfAFile + batches],
      ),
      part(
        'its batches',
        `an Express execution of 1.5 s (assumed) at ${ASSUMED.expressMegabytes} MB for each`,
        [PRICES.expressRequests, batches],
        [PRICES.expressDuration, batches * 1.5 * (ASSUMED.expressMegabytes / 1_024)],
      ),
      secondsOf(functions.normaliseFile, ASSUMED.normaliseFile),
      secondsOf(functions.reportFile, ASSUMED.reportFile),
      part(
        'the bucket',
        `${ASSUMED.fileObjects} objects written and read for each file, with an event for each (assumed)`,
        [PRICES.putRequests, files * ASSUMED.fileObjects],
        [PRICES.getRequests, files * ASSUMED.fileObjects],
        [PRICES.customEvents, files * ASSUMED.fileObjects],
      ),
      logged('its log', `${eventsOfARow} events for each row`, eventsOfARow * ASSUMED.machineEvent),
    ],
    traces: part('traces', `if X-Ray records all: ${traced}`, [PRICES.traces, traced * MILLION]),
  };
}

/** Returns the costs of other ways to send a million reminders, for the comparison in docs/costs.md. */
export function otherWays(): readonly CostPart[] {
  const publish = [PRICES.publishes, MILLION] as const;
  const schedule = [PRICES.schedules, MILLION] as const;
  const gigabyteSeconds = (milliseconds: number, megabytes: number) =>
    MILLION * (milliseconds / 1_000) * (megabytes / 1_024);
  return [
    part(
      'the deck of 2018',
      `2 state transitions (it checks nothing), a publish, a function on x86 with ${ASSUMED.deck} ms of 128 MB (assumed)`,
      [PRICES.transitions, 2 * MILLION],
      publish,
      [PRICES.functionRequests, MILLION],
      [PRICES.functionDurationX86, gigabyteSeconds(ASSUMED.deck, 128)],
    ),
    part('EventBridge Scheduler, straight to SNS', 'an invocation, a publish', schedule, publish),
    part(
      'EventBridge Scheduler and a function',
      `the same, and ${ASSUMED.sendReminder} ms of 256 MB (assumed)`,
      schedule,
      publish,
      [PRICES.functionRequests, MILLION],
      [PRICES.functionDuration, gigabyteSeconds(ASSUMED.sendReminder, 256)],
    ),
  ];
}
