import { checkHealth } from '../../../client/health/check-health.ts';
import type { NamedFinding } from '../../../client/health/run-checks.ts';
import type { Route } from '../http/route.ts';
import type { Site } from '../site.ts';

/** How long a result is reused, in milliseconds. The count in the header and the health view share this result. */
const FRESH_MILLISECONDS = 60_000;

interface Checked {
  readonly findings: readonly NamedFinding[];
  readonly at: number;
}

/** The last result, shared by all pages. The checks make about 30 calls to AWS. */
const results = new WeakMap<Site, Promise<Checked>>();

async function check(site: Site, isForced = false): Promise<Checked> {
  const last = await results.get(site)?.catch(() => undefined);
  if (last && !isForced && Date.now() - last.at < FRESH_MILLISECONDS) {
    return last;
  }
  const next = checkHealth(site.deployment).then((findings) => ({ findings, at: Date.now() }));
  results.set(site, next);
  return next;
}

const countUnhealthy = ({ findings }: Checked) => findings.filter(({ status }) => status !== 'ok').length;

/** The routes for health: the findings of `remindme doctor`, and the undelivered messages. */
export const HEALTH_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'health',
    answer: async ({ query }, site) => {
      const checked = await check(site, query.has('again'));
      const open = checked.findings.find((finding) => finding.kind === 'open-executions');
      const kept = checked.findings.some(
        (finding) => 'count' in finding && finding.kind !== 'alarms' && finding.count > 0,
      );
      return {
        at: checked.at,
        unhealthy: countUnhealthy(checked),
        hasKept: kept,
        ...(open?.kind === 'open-executions' && { open: open.open, limit: open.limit }),
        checks: checked.findings.map((finding) => ({
          check: finding.check,
          status: finding.status,
          ...site.words.describeFinding(finding),
        })),
      };
    },
  },
  {
    method: 'GET',
    path: 'health/count',
    answer: async (_call, site) => ({ unhealthy: countUnhealthy(await check(site)) }),
  },
  { method: 'GET', path: 'kept', answer: async (_call, { words, deployment }) => words.readKept(deployment) },
  {
    method: 'POST',
    path: 'kept/send',
    answer: async ({ body }, { words, deployment, watch }) => {
      const said = await words.sendKept(deployment, String(body['id']));
      watch.readSoon();
      return { said };
    },
  },
];
