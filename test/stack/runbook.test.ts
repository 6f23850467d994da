import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

/** Checks that every alarm links to a section of the runbook, and that each section says what to do. */

const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** Returns the anchor that GitHub and other sites make for a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');

/** The sections of the runbook, keyed by their anchors. */
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

test('each section has a link in an alarm or an email, and the list at the top has all alarms', () => {
  const linked = alarms.map(({ AlarmDescription }) => AlarmDescription.split('#')[1]);
  // the functions' emails link to these sections
  const ofFunctions = [
    'the-stack-creator-has-failed',
    'events-that-were-refused',
    'reminders-that-were-not-started',
    'files-that-were-not-imported',
    'reminders-that-reach-nobody',
    'what-the-daily-sweep-found',
  ];
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

/** Returns the notes that synth prints. */
const remarks = (settings: Readonly<Record<string, unknown>>) =>
  synthesise(settings).stacks.flatMap(({ remarks }) => remarks);

test.each([{}, { runbook: 'docs/alarms.md' }])(
  'synth says that nobody can click the links, with the settings %j',
  (settings) => {
    expect(remarks(settings).filter((remark) => /-c runbook=https:\/\//.test(remark))).toHaveLength(1);
  },
);

test('synth prints no message about the runbook if it has a URL', () => {
  expect(
    remarks({ runbook: 'https://example.com/team/runbook.md' }).filter((remark) => /runbook/.test(remark)),
  ).toEqual([]);
});

test('alarms link to the URL in the setting runbook', () => {
  const runbookElsewhere = 'https://example.com/team/runbook.md';
  const [description] = Object.values(synthesise({ runbook: runbookElsewhere }).templates).flatMap((template) =>
    resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmDescription']),
  );

  expect(description).toContain(`What to do: ${runbookElsewhere}#`);
});
