import { physicalNames } from '../../core/naming/physical-names.ts';
import { DEFAULT_SERVICE } from '../../core/naming/service-name.ts';
import { type Definition, stateMachinesOf } from '../templates/state-machines.ts';
import { resourcesOfType, type Template } from '../templates/template.ts';
import { listPrice, PRICES, type Price } from './prices.ts';

/** One part of what a million reminders cost. */
export interface CostPart {
  readonly what: string;
  /** How the amount is computed, with what is assumed. */
  readonly how: string;
  /** US dollars, without the free tier. */
  readonly dollars: number;
}

/** What a million reminders cost if they go to one email address. */
export interface CostsPerMillion {
  /** The reminder machine itself, by its way to send. */
  readonly machine: Readonly<Record<'sns' | 'lambda', readonly CostPart[]>>;
  /** Everything behind the reminder topic. */
  readonly onTop: readonly CostPart[];
  /** X-Ray, if it records everything. */
  readonly traces: CostPart;
}

const MILLION = 1_000_000;
/** What was not measured on AWS. */
const ASSUMED = {
  /** Milliseconds of one run: of one call, of a Publish and at times a parameter, of the function of 2018. */
  lineUpEmail: 50,
  sendReminder: 100,
  deck: 200,
  /** Seconds of an Express execution besides its wait. */
  expressSeconds: 0.1,
  /** Step Functions bills Express executions in steps of 64 MB, and these keep little data. */
  expressMegabytes: 64,
  /** Bytes of a log event, with the 26 that CloudWatch adds. */
  logLine: 300,
  /** The lines START, END and REPORT of one run. */
  systemLines: 900,
  /** An event of a state machine without execution data. */
  machineEvent: 350,
  /** A month in seconds, and for how long SNS uses a data key. */
  month: 30 * 86_400,
  dataKey: 300,
};

const part = (what: string, how: string, ...uses: readonly (readonly [Price, number])[]): CostPart => ({
  what,
  how,
  dollars: uses.reduce((sum, [price, amount]) => sum + listPrice(price, amount), 0),
});

/** The states that a sent reminder passes. */
function statesOfASentReminder({ StartAt, States }: Definition): string[] {
  const passed: string[] = [];
  for (let name: string | undefined = StartAt; name; ) {
    passed.push(name);
    const state: Definition['States'][string] | undefined = States[name];
    name = state?.Choices?.[0]?.Next ?? state?.Next;
  }
  return passed;
}

/** How many events of a standard execution are logged: two for its begin and end, two for each state, three more for a task. */
const loggedEvents = (states: number) => 2 + 2 * states + 3;

/** Computes what a million reminders cost, from the deployed templates and {@link PRICES}. */
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
  const publishes = (what: string) => part(what, 'a publish', [PRICES.publishes, MILLION]);
  const machineParts = (name: string): CostPart[] => {
    const { definition, properties } = machineOf(name);
    const states = statesOfASentReminder(definition);
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
  const traced = [machineOf(stateMachines.sns), express].filter(isTraced).length;

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
      logged('its log', 'a line, of which CloudWatch makes the metric', bytesOf(functions.lineUpEmail)),
      part('the throttled queue', 'sent, received and deleted: 3 requests', [PRICES.fifoRequests, 3 * MILLION]),
      part('the pipe', 'a request', [PRICES.pipeRequests, MILLION]),
      part(
        `the machine \`${stateMachines.sendEmail}\``,
        `an Express execution of ${seconds} s (${ASSUMED.expressSeconds} s assumed) at ${ASSUMED.expressMegabytes} MB`,
        [PRICES.expressRequests, MILLION],
        [PRICES.expressDuration, MILLION * seconds * (ASSUMED.expressMegabytes / 1_024)],
      ),
      publishes('the email topic'),
      part('the keys of both topics', 'spread over a month: two KMS requests every 5 minutes for each topic', [
        PRICES.keyRequests,
        (2 * 2 * ASSUMED.month) / ASSUMED.dataKey,
      ]),
    ],
    traces: part('traces', `if X-Ray records all: ${traced}`, [PRICES.traces, traced * MILLION]),
  };
}

/** The other ways to send a million reminders, which the page compares with. */
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
