import { synthesise } from '../templates/synthesise.ts';
import { type CostPart, costsPerMillion, otherWays } from './costs-per-million.ts';
import { idleUses } from './idle-costs.ts';
import { listPrice, PRICES } from './prices.ts';

/** Returns the sum of the costs, in US dollars. */
export const sumOf = (parts: readonly { readonly dollars: number }[]): number =>
  parts.reduce((sum, { dollars }) => sum + dollars, 0);

const money = (dollars: number) => `$${dollars.toFixed(2)}`;
const table = (columns: readonly string[], alignments: string, rows: readonly (readonly string[])[]) =>
  [columns, alignments.split(' '), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const rowsOf = (parts: readonly CostPart[]) => parts.map(({ what, how, dollars }) => [what, how, money(dollars)]);
const sumRow = (what: string, parts: readonly CostPart[]) => [`**${what}**`, '', `**${money(sumOf(parts))}**`];
const isLog = ({ what }: CostPart) => /\blog\b/.test(what);

/** Returns the tables of docs/costs.md: the costs of a million reminders and of an idle deployment, and the prices for both. */
export function costsTables(): string {
  const templates = Object.values(synthesise().templates);
  const { machine, onTop, handOver, occurrences, skipped, httpApi, events, files, traces } = costsPerMillion(templates);
  const idle = idleUses(templates);
  const listPrices = idle.map(({ price, amount }) => ({ dollars: listPrice(price, amount) }));
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

For a million plain reminders a month, EventBridge Scheduler is much cheaper. Step Functions is worth its price if several
steps follow the due time, or if people want to see pending reminders, cancel them, and read later what happened.

The table leaves out logs. Each machine logs every event of an execution. These logs cost another ${logs(machine.sns)} per million for
\`remindme-sns\`, and ${logs(machine.lambda)} for \`remindme-lambda\`, including the log of its function.

### What comes on top
This table has the cost of everything after the reminder topic. This cost is the same for both machines
([why](adr/0013-email-throttle.md)):

${table(['', 'for each reminder', 'per million'], '--- --- ---:', [...rowsOf(onTop), sumRow('on top', onTop)])}

- **Due in more than \`holdDays\` days (by default 365)**: ${money(handOver.dollars)} per million, for
  ${handOver.how}. Such a reminder first waits in a schedule ([why](adr/0019-beyond-a-year.md)).
- **Repeated**: ${money(occurrences.dollars)} per million occurrences, for ${occurrences.how}. The first ${PRICES.schedules.free.toLocaleString('en-US')} invocations of a month are
  free. A million starts at which nothing is due, such as every second Friday of "every 2 weeks on friday", cost ${money(skipped.dollars)},
  for ${skipped.how}.
- **The emails themselves**: ${money(emails)} per million reminders for each address.
- **Traces**: up to ${money(traces.dollars)} per million. All state machines but the email sender are traced. X-Ray records one execution a second, and 5 % of
  all others.

### Ways in
An execution that the command line or another program starts directly costs nothing more. A request to
[the HTTP API](api.md) costs:

${table(['', 'for each request', 'per million'], '--- --- ---:', [...rowsOf(httpApi), sumRow('a request to the HTTP API', httpApi)])}

An [event](events.md), which EventBridge delivers without a charge, costs:

${table(['', 'for each event', 'per million'], '--- --- ---:', [...rowsOf(events), sumRow('an event', events)])}

A reminder from a [file](files.md) costs:

${table(['', 'for each reminder', 'per million'], '--- --- ---:', [...rowsOf(files), sumRow('reminders from files', files)])}

## Idle
This table has the cost of a month without reminders, with the default settings. The last column applies if the account's free
tier is used up:

${table(['', 'used', 'free', 'cost', 'without the free tier'], '--- ---: ---: ---: ---:', [
  ...idle.map(({ price, amount, assumption, dollars }) => [
    assumption ? `${price.unit}: ${assumption} (assumed)` : price.unit,
    amount.toLocaleString('en-US'),
    price.free.toLocaleString('en-US'),
    money(dollars),
    money(listPrice(price, amount)),
  ]),
  ['**idle**', '', '', `**${money(sumOf(idle))}**`, `**${money(sumOf(listPrices))}**`],
])}

Topics, queues, empty buckets, functions, state machines, rules, standard parameters and roles cost nothing until something uses them.
The bucket that \`cdk bootstrap\` creates holds a few MB of templates and code.

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
