import { validate as deployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as statefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';
import { validate as job } from 'kubernetes-models/_schemas/IoK8sApiBatchV1Job';
import { validate as namespace } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace';
import { validate as podSecurityContext } from 'kubernetes-models/_schemas/IoK8sApiCoreV1PodSecurityContext';
import { validate as resources } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ResourceRequirements';
import { validate as securityContext } from 'kubernetes-models/_schemas/IoK8sApiCoreV1SecurityContext';
import { validate as service } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as networkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as disruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import { type TestRun, wrongWithTestRun } from './test-run.ts';
import { Watched } from './watched.ts';

/** A document of a manifest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

/** As ajv compiles it. */
type Validate = ((value: unknown) => boolean) & { errors?: unknown };

const SCHEMAS: Readonly<Record<string, unknown>> = {
  'v1 Namespace': namespace,
  'v1 Service': service,
  'apps/v1 Deployment': deployment,
  'apps/v1 StatefulSet': statefulSet,
  'batch/v1 Job': job,
  'networking.k8s.io/v1 NetworkPolicy': networkPolicy,
  'policy/v1 PodDisruptionBudget': disruptionBudget,
};

/** What the API server would refuse in a manifest, a sentence each: what does not fit the schema, and unknown keys. */
export function wrongWith(manifest: Manifest): readonly string[] {
  const { apiVersion, kind } = manifest;
  const name = `${apiVersion} ${kind}`;
  if (name === 'k6.io/v1alpha1 TestRun') return wrongWithPods(manifest as TestRun);
  const schema = SCHEMAS[name];
  return schema === undefined
    ? [`${name} has no schema in scripts/kubernetes/schemas.ts`]
    : violations(schema, manifest);
}

function violations(schema: unknown, value: unknown): readonly string[] {
  const validate = schema as Validate;
  const watched = new Watched(value);
  if (!validate(watched.value)) return [JSON.stringify(validate.errors)];
  return watched.unread().map((path) => `${path} is not known`);
}

/** The parts of a TestRun that Kubernetes itself defines. */
function wrongWithPods(testRun: TestRun): readonly string[] {
  const wrong = wrongWithTestRun(testRun);
  if (wrong.length > 0) return wrong;
  const { starter, initializer, runner } = testRun.spec;
  return [starter, initializer, runner].flatMap((pod) => [
    ...violations(podSecurityContext, pod?.securityContext ?? {}),
    ...violations(securityContext, pod?.containerSecurityContext ?? {}),
    ...violations(resources, pod?.resources ?? {}),
  ]);
}
