import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../local/service/synthesize.ts';
import { RELEASED_SERVICE, RELEASES, recordedRelease } from './releases/recorded-release.ts';
import { upgradeHarm } from './releases/upgrade-harm.ts';
import { synthesise } from './templates/synthesise.ts';

// Records the templates of this version as the last release. The tests then upgrade from the recorded release.

const ROOT = join(import.meta.dirname, '..');

/** Returns a sentence for each problem that prevents the recording of this version. */
async function problems(version: string): Promise<string[]> {
  const changelog = await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8');
  const [, unreleased = ''] = /^## \[Unreleased\]\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(changelog) ?? [];
  const { templates } = synthesise({ name: RELEASED_SERVICE });
  return [
    ...(unreleased.trim() === ''
      ? []
      : [`CHANGELOG.md has entries under [Unreleased]: move them to a section [${version}] first.`]),
    ...(changelog.includes(`\n## [${version}] - `)
      ? []
      : [`CHANGELOG.md has no section [${version}] with a date, and package.json has that version.`]),
    ...upgradeHarm(recordedRelease().templates, templates),
  ];
}

/** Writes the cloud assembly into the folder, except the functions' code and the files that no deployment reads. */
async function record(folder: string): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'remindme-release-'));
  try {
    const assembly = await synthesize(temporary, { name: RELEASED_SERVICE });
    const { version, artifacts } = JSON.parse(await readFile(join(assembly, 'manifest.json'), 'utf8'));
    const kept = Object.entries<{ readonly type: string; additionalMetadataFile?: string }>(artifacts).filter(
      ([, { type }]) => type === 'aws:cloudformation:stack' || type === 'cdk:asset-manifest',
    );
    for (const [, artifact] of kept) {
      delete artifact.additionalMetadataFile;
    }
    const manifest = { version, artifacts: Object.fromEntries(kept) };
    await rm(RELEASES, { recursive: true, force: true });
    await mkdir(RELEASES);
    await cp(assembly, folder, {
      recursive: true,
      filter: (path) => path === assembly || /\.(template|assets)\.json$/.test(path),
    });
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  } finally {
    await rm(temporary, { recursive: true });
  }
}

const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const found = await problems(version);
if (found.length > 0) {
  console.error(['Nothing was recorded.', ...found].join('\n'));
  process.exitCode = 1;
} else {
  await record(join(RELEASES, version));
  console.log(`Recorded ${version} in test/releases/${version}. Commit it with the release.`);
}
