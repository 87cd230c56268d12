import {
  defaultResource,
  detectResources,
  type Resource,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';

/** Not yet among the stable semantic conventions, so spelled here. */
const ATTR_SERVICE_INSTANCE_ID = 'service.instance.id';
const ATTR_DEPLOYMENT_ENVIRONMENT_NAME = 'deployment.environment.name';

export interface Identity {
  readonly version: string;
  readonly instanceId: string;
  readonly environment: string;
}

/** Who sends the telemetry. OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME win over the server's own words. */
export const serverResource = ({ version, instanceId, environment }: Identity): Resource =>
  defaultResource()
    .merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: 'kms',
        [ATTR_SERVICE_VERSION]: version,
        [ATTR_SERVICE_INSTANCE_ID]: instanceId,
        [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: environment,
      }),
    )
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
