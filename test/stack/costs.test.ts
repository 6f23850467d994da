import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costsTables, sumOf } from '../../scripts/costs/costs-document.ts';
import { costsPerMillion } from '../../scripts/costs/costs-per-million.ts';
import { idleUses } from '../../scripts/costs/idle-costs.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import type { Template } from '../../scripts/templates/template.ts';

/** Tests the calculation of the costs from the templates and the prices in scripts/costs/prices.ts. */

const templates = Object.values(synthesise().templates);
const isLog = ({ what }: { readonly what: string }) => /\blog\b/.test(what);
const cents = (dollars: number) => Math.round(dollars * 100);

/** Returns the service's templates, and one more template with `number` resources of the given type. */
const withMore = (Type: string, number: number, Properties = {}): Template[] => [
  ...templates,
  { Resources: Object.fromEntries(Array.from({ length: number }, (_, id) => [`More${id}`, { Type, Properties }])) },
];
const dashboardOf = (metrics: number) => ({
  DashboardBody: JSON.stringify({
    widgets: [{ properties: { metrics: Array.from({ length: metrics }, () => ['AWS/SQS', 'Age']) } }],
  }),
});

test('an idle deployment costs nothing in an account that uses its free tier for nothing else', () => {
  const uses = idleUses(templates);

  expect(uses.length).toBeGreaterThan(3);
  expect(sumOf(uses)).toBe(0);
});

test.each([
  ['an alarm more than CloudWatch gives for nothing', 10, withMore('AWS::CloudWatch::Alarm', 1)],
  ['three dashboards more', 300, withMore('AWS::CloudWatch::Dashboard', 3, dashboardOf(50))],
  ['a dashboard of 51 metrics', 300, withMore('AWS::CloudWatch::Dashboard', 1, dashboardOf(51))],
  ['a second pipe that polls', 16, withMore('AWS::Pipes::Pipe', 1)],
  ['a customer key', 100, withMore('AWS::KMS::Key', 1)],
])('an idle deployment with %s costs %d cents', (_, expected, changed) => {
  expect(cents(sumOf(idleUses(changed)))).toBe(expected);
});

test('the costs of an idle deployment are unknown if it has an unknown resource', () => {
  expect(() => idleUses(withMore('AWS::EC2::NatGateway', 1))).toThrow(
    /does not know what an idle AWS::EC2::NatGateway/,
  );
  expect(() => idleUses(withMore('AWS::SSM::Parameter', 1, { Tier: 'Advanced' }))).toThrow(/Advanced costs money/);
});

test('a million reminders cost $75.50 in the machine without code, and at most $6.50 behind the topic', () => {
  const { machine, onTop } = costsPerMillion(templates);

  expect(cents(sumOf(machine.sns.filter((part) => !isLog(part))))).toBe(7_550);
  expect(onTop.length).toBeGreaterThan(5);
  expect(sumOf(onTop)).toBeLessThanOrEqual(6.5);
});

test('a million requests to the HTTP API cost at most $2', () => {
  const { httpApi } = costsPerMillion(templates);

  expect(httpApi.length).toBeGreaterThan(2);
  expect(sumOf(httpApi)).toBeLessThanOrEqual(2);
});

test('a million events that ask for a reminder cost at most $1.50', () => {
  const { events } = costsPerMillion(templates);

  expect(events).toHaveLength(2);
  expect(sumOf(events)).toBeLessThanOrEqual(1.5);
});

test('docs/costs.md has the costs of what the app deploys now', () => {
  const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'costs.md'), 'utf8');

  if (!document.includes(costsTables())) {
    throw new Error('docs/costs.md is out of date: run npm run costs and commit what it writes.');
  }
});
