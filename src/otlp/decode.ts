import { readAttributes } from './decode-attributes.ts';
import { readMetric } from './decode-metric.ts';
import { NONE } from './growing.ts';
import {
  EXPORT_METRICS_SERVICE_REQUEST,
  INSTRUMENTATION_SCOPE,
  RESOURCE,
  RESOURCE_METRICS,
  SCOPE_METRICS,
} from './message-types.ts';
import type { KeyValue, Metric, MetricsRequest, ResourceMetrics, ScopeMetrics, WireIssue } from './model.ts';
import { ReaderCaches } from './reader-caches.ts';
import { WireReader } from './wire-reader.ts';

export interface DecodedMetrics {
  readonly request: MetricsRequest;
  readonly issues: readonly WireIssue[];
}

const SHARED_CACHES = new ReaderCaches();

/**
 * Reads an ExportMetricsServiceRequest. Strict: what cannot be read throws OtlpDecodeError; what can be read but is
 * not in order is delivered and listed in `issues`. Of a singular field that comes twice, the last one counts
 * (protobuf would merge sub-messages). Dropped counts and entity references are read over.
 * Messages repeat themselves: equal attribute sets are the same frozen list, also across messages, as long as
 * `caches` keep them.
 * @throws {OtlpDecodeError}
 */
export function decodeMetrics(bytes: Uint8Array, caches: ReaderCaches = SHARED_CACHES): DecodedMetrics {
  const reader = new WireReader(bytes, EXPORT_METRICS_SERVICE_REQUEST, caches);
  const resourceMetrics: ResourceMetrics[] = [];
  while (reader.next() !== '') resourceMetrics.push(readResourceMetrics(reader, resourceMetrics.length));
  return { request: { resourceMetrics }, issues: reader.issues };
}

function readResourceMetrics(reader: WireReader, index: number): ResourceMetrics {
  let attributes: readonly KeyValue[] = NONE;
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
  let attributes: readonly KeyValue[] = NONE;
  reader.enter(RESOURCE);
  while (reader.next() !== '') attributes = readAttributes(reader, attributes);
  return attributes;
}

function readScopeMetrics(reader: WireReader, index: number): ScopeMetrics {
  let scope: Scope = { name: '', version: '', attributes: NONE };
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
  let attributes: readonly KeyValue[] = NONE;
  reader.enter(INSTRUMENTATION_SCOPE);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (field === 'name') name = reader.text();
    else if (field === 'version') version = reader.text();
    else attributes = readAttributes(reader, attributes);
  }
  return { name, version, attributes };
}
