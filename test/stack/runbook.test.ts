import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

/** Every alarm links to a section of the runbook that says what to do. */

const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** The anchor that GitHub and others give a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

/** Every section of the runbook, by its anchor. */
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => [anchorOf(section.split('\n')[0] ?? ''), section]),
);

const templates = Object.values(synthesise().templates);

const alarms = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties),
);

test('every alarm says what it means and links to its section', () => {
  const broken = alarms.filter(({ AlarmDescription }) => {
    const [, , anchor = ''] = /^([A-Z].{20,}[.]) What to do: docs\/runbook[.]md#(\S+)$/.exec(AlarmDescription) ?? [];
    return !sections.has(anchor);
  });

  expect(alarms.length).toBeGreaterThan(5);
  expect(broken.map(({ AlarmName, AlarmDescription }) => [AlarmName, AlarmDescription])).toEqual([]);
});

test.each([...sections])('the section %s says what it means and what to do', (_, text) => {
  const parts = [...text.matchAll(/^\*\*([^*]+)[.]\*\*/gm)].map(([, part]) => part);

  expect(parts).toEqual(['What it means', 'What to do']);
});

test('an alarm or an email links to every section, and the list at the top has every alarm', () => {
  const linked = alarms.map(({ AlarmDescription }) => AlarmDescription.split('#')[1]);
  // an email of a function links to these
  const ofFunctions = ['the-stack-creator-has-failed', 'reminders-that-reach-nobody'];
  expect([...new Set([...linked, ...ofFunctions])].sort()).toEqual([...sections.keys()].sort());

  const top = runbook.split(/^## /m)[0] ?? '';
  for (const { AlarmName, AlarmDescription } of alarms) {
    const line = top.split('\n').find((each) => each.includes(`(#${AlarmDescription.split('#')[1]})`)) ?? '';
    const names = [...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
    const isListed = names.some((name) =>
      name.startsWith('-') ? AlarmName.endsWith(name) : new RegExp(`^${name.replace('…', '.+')}$`).test(AlarmName),
    );
    expect(isListed ? AlarmName : line).toBe(AlarmName);
  }
});

/** The remarks of synth. */
const remarks = (settings: Readonly<Record<string, unknown>>) =>
  synthesise(settings).stacks.flatMap(({ remarks }) => remarks);

test.each([{}, { runbook: 'docs/alarms.md' }])(
  'synth says that nobody can click the links, with the settings %j',
  (settings) => {
    expect(remarks(settings).filter((remark) => /-c runbook=https:\/\//.test(remark))).toHaveLength(1);
  },
);

test('synth remarks nothing about the runbook if it has an address', () => {
  expect(
    remarks({ runbook: 'https://example.com/team/runbook.md' }).filter((remark) => /runbook/.test(remark)),
  ).toEqual([]);
});

test('alarms link to the address in the setting runbook', () => {
  const runbookElsewhere = 'https://example.com/team/runbook.md';
  const [description] = Object.values(synthesise({ runbook: runbookElsewhere }).templates).flatMap((template) =>
    resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmDescription']),
  );

  expect(description).toContain(`What to do: ${runbookElsewhere}#`);
});
