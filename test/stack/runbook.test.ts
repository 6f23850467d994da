import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

/** Whether everything that links to the runbook arrives at a section that says what to do. */

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

test.each(alarms.map(({ AlarmName, AlarmDescription }) => [AlarmName, AlarmDescription]))(
  'the alarm %s says what it means and links to its section',
  (_name, description) => {
    const [, says, anchor] = /^([A-Z].{20,}[.]) What to do: docs\/runbook[.]md#(\S+)$/.exec(description) ?? [];

    expect(says).toBeDefined();
    expect([...sections.keys()]).toContain(anchor);
  },
);

test.each([...sections])('the section %s says what it means and what to do', (_, text) => {
  const parts = [...text.matchAll(/^\*\*([^*]+)[.]\*\*/gm)].map(([, part]) => part);

  expect(parts).toEqual(['What it means', 'What to do']);
});

test('every section is linked to by an alarm, and every alarm is in the list at the top', () => {
  const linked = alarms.map(({ AlarmDescription }) => AlarmDescription.split('#')[1]);
  expect(new Set(linked)).toEqual(new Set(sections.keys()));

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

test('the links within the runbook arrive', () => {
  const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  const anchors = [...runbook.matchAll(/^##+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
});

/** What synth remarks. */
const remarks = (settings: Readonly<Record<string, unknown>>) =>
  synthesise(settings).stacks.flatMap(({ remarks }) => remarks);

test.each([{}, { runbook: 'docs/alarms.md' }])(
  'with the settings %j synth says that nobody can click the links',
  (settings) => {
    expect(remarks(settings).filter((remark) => /-c runbook=https:\/\//.test(remark))).toHaveLength(1);
  },
);

test('with an address for the runbook synth says nothing of it', () => {
  expect(
    remarks({ runbook: 'https://example.com/team/runbook.md' }).filter((remark) => /runbook/.test(remark)),
  ).toEqual([]);
});

test('the address of the runbook is a setting', () => {
  const runbookElsewhere = 'https://example.com/team/runbook.md';
  const [description] = Object.values(synthesise({ runbook: runbookElsewhere }).templates).flatMap((template) =>
    resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmDescription']),
  );

  expect(description).toContain(`What to do: ${runbookElsewhere}#`);
});
