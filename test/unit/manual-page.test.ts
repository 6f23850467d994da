import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeProgram } from '../../cli/program.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { manualOf } from '../../scripts/manual-page.ts';

const page = readFileSync(join(import.meta.dirname, '../../remindme.1'), 'utf8');
const program = makeProgram(packageJson.version);

test('remindme.1 is identical to the output of npm run man', () => {
  expect(page).toBe(manualOf(program, packageJson.version));
});

test('remindme.1 is published with the package', () => {
  expect(packageJson).toMatchObject({ man: 'remindme.1', files: expect.arrayContaining(['remindme.1']) });
});

test('remindme.1 has a section for each command, and an entry for each of its options', () => {
  for (const command of program.createHelp().visibleCommands(program)) {
    const [, section = ''] = page.split(`.SS \\fB${command.name()}\\fR`);
    for (const { long } of command.options) {
      expect(section.split('\n.SS ')[0]).toContain(`\\fB${long?.replaceAll('-', '\\-')}\\fR`);
    }
  }
});
