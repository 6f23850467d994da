import { synthesise } from '../templates/synthesise.ts';
import { type CostPart, costsPerMillion, otherWays } from './costs-per-million.ts';
import { idleUses } from './idle-costs.ts';
import { listPrice, PRICES } from './prices.ts';

/** The sum of what some things cost, in US dollars. */
export const sumOf = (parts: readonly { readonly dollars: number }[]): number =>
  parts.reduce((sum, { dollars }) => sum + dollars, 0);

const money = (dollars: number) => `$${dollars.toFixed(2)}`;
const table = (columns: readonly string[], alignments: string, rows: readonly (readonly string[])[]) =>
  [columns, alignments.split(' '), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const rowsOf = (parts: readonly CostPart[]) => parts.map(({ what, how, dollars }) => [what, how, money(dollars)]);
const sumRow = (what: string, parts: readonly CostPart[]) => [`**${what}**`, '', `**${money(sumOf(parts))}**`];
const isLog = ({ what }: CostPart) => /\blog\b/.test(what);

/** The tables of docs/costs.md: what a million reminders cost, what an idle deployment costs, and the prices behind both. */
export function costsTables(): string {
  const templates = Object.values(synthesise().templates);
  const { machine, onTop, traces } = costsPerMillion(templates);
  const idle = idleUses(templates);
  const withoutLog = (parts: readonly CostPart[]) => parts.filter((each) => !isLog(each));
  const logs = (parts: readonly CostPart[]) => money(sumOf(parts.filter(isLog)));
  const emails = listPrice(PRICES.emails, 1_000_000);
  const perMillion = table(['a million reminders', 'what is counted', ''], '--- --- ---:', [
    ['`remindme-sns`', '3 state transitions, a publish', `**${money(sumOf(withoutLog(machine.sns)))}**`],
    [
      '`remindme-lambda`',
      '3 state transitions, a publish, a function',
      `**${money(sumOf(withoutLog(machine.lambda)))}**`,
    ],
    ...rowsOf(otherWays()),
  ]);
  return `## A million reminders

${perMillion}

For a million plain reminders a month, EventBridge Scheduler is by far the cheaper tool. Step Functions is worth its price if
the due time starts several steps, or if people want to see each reminder wait, cancel it, and read later what happened.

The machines log all events of an execution: ${logs(machine.sns)} per million for \`remindme-sns\`, ${logs(machine.lambda)} for \`remindme-lambda\` with
its function.

### What comes on top
Whichever machine sends a reminder, everything behind the reminder topic costs this ([why](adr/0013-email-throttle.md)):

${table(['', 'for each reminder', 'per million'], '--- --- ---:', [...rowsOf(onTop), sumRow('on top', onTop)])}

- **The emails themselves**: ${money(emails)} per million and address.
- **Traces**: up to ${money(traces.dollars)} per million. Only the machines that a person would look at are traced, and X-Ray records one execution a
  second and 5 % of the others.

## Idle
A month in which nobody adds a reminder, at the default settings, in an account that uses its free tier for nothing else:

${table(['', 'used', 'free', 'cost'], '--- ---: ---: ---:', [
  ...idle.map(({ price, amount, assumption, dollars }) => [
    assumption ? `${price.unit}: ${assumption} (assumed)` : price.unit,
    amount.toLocaleString('en-US'),
    price.free.toLocaleString('en-US'),
    money(dollars),
  ]),
  ['**idle**', '', '', `**${money(sumOf(idle))}**`],
])}

Topics, queues, functions, state machines, rules, standard parameters and roles cost nothing until something uses them. If
others in the account use up the free tier, the same costs ${money(sumOf(idle.map(({ price, amount }) => ({ dollars: listPrice(price, amount) }))))}. The bucket of \`cdk bootstrap\` holds the templates and the code,
a few MB.

## The prices
${table(
  ['', 'US dollars', 'free a month'],
  '--- ---: ---:',
  Object.values(PRICES).map(({ unit, dollars, per, free, source }) => [
    `[${unit}](${source})`,
    `${dollars}${per === 1 ? '' : ` for ${per.toLocaleString('en-US')}`}`,
    free === 0 ? '' : free.toLocaleString('en-US'),
  ]),
)}
`;
}
