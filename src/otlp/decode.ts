import { readMetric } from './decode-metric.ts';
import { readAttribute } from './decode-values.ts';
import {
  EXPORT_METRICS_SERVICE_REQUEST,
  INSTRUMENTATION_SCOPE,
  RESOURCE,
  RESOURCE_METRICS,
  SCOPE_METRICS,
} from './message-types.ts';
import type { KeyValue, Metric, MetricsRequest, ResourceMetrics, ScopeMetrics, WireIssue } from './model.ts';
import { WireReader } from './wire-reader.ts';

export interface DecodedMetrics {
  readonly request: MetricsRequest;
  readonly issues: readonly WireIssue[];
}

/**
 * Reads an ExportMetricsServiceRequest. Strict: what cannot be read throws OtlpDecodeError; what can be read but is
 * not in order is delivered and listed in `issues`. Of a singular field that comes twice, the last one counts
 * (protobuf would merge sub-messages). Dropped counts and entity references are read over.
 * @throws {OtlpDecodeError}
 */
export function decodeMetrics(bytes: Uint8Array): DecodedMetrics {
  const reader = new WireReader(bytes, EXPORT_METRICS_SERVICE_REQUEST);
  const resourceMetrics: ResourceMetrics[] = [];
  while (reader.next() !== '') resourceMetrics.push(readResourceMetrics(reader, resourceMetrics.length));
  return { request: { resourceMetrics }, issues: reader.issues };
}

function readResourceMetrics(reader: WireReader, index: number): ResourceMetrics {
  let attributes: readonly KeyValue[] = [];
  let schemaUrl = '';
  const scopeMetrics: ScopeMetrics[] = [];
  reader.enter(RESOURCE_METRICS, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (field === 'resource') attributes = readResource(reader);
    else if (field === 'schema_url') schemaUrl = reader.text();
    else scopeMetrics.push(readScopeMetrics(reader, scopeMetrics.length));
  }
  return { attributes, schemaUrl, scopeMetrics };
}

function readResource(reader: WireReader): readonly KeyValue[] {
  const attributes: KeyValue[] = [];
  reader.enter(RESOURCE);
  while (reader.next() !== '') readAttribute(reader, attributes);
  return attributes;
}

function readScopeMetrics(reader: WireReader, index: number): ScopeMetrics {
  let scope: Scope = { name: '', version: '', attributes: [] };
  let schemaUrl = '';
  const metrics: Metric[] = [];
  reader.enter(SCOPE_METRICS, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (field === 'scope') scope = readScope(reader);
    else if (field === 'schema_url') schemaUrl = reader.text();
    else metrics.push(readMetric(reader, metrics.length));
  }
  return { ...scope, schemaUrl, metrics };
}

type Scope = Pick<ScopeMetrics, 'name' | 'version' | 'attributes'>;

function readScope(reader: WireReader): Scope {
  let name = '';
  let version = '';
  const attributes: KeyValue[] = [];
  reader.enter(INSTRUMENTATION_SCOPE);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (field === 'name') name = reader.text();
    else if (field === 'version') version = reader.text();
    else readAttribute(reader, attributes);
  }
  return { name, version, attributes };
}
