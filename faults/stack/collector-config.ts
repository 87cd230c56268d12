import { parse } from 'yaml';

type Json = Readonly<Record<string, unknown>>;

const SECTIONS = ['receivers', 'processors', 'exporters', 'connectors', 'extensions'] as const;

/** Where the Collector tells its own metrics unless it is told otherwise. */
const OWN_METRICS_PORT = '8888';

/** What is wrong with a configuration of the Collector before anybody starts it, one sentence each. */
export function wrongIn(text: string): readonly string[] {
  const config = objectOf(parse(text));
  const declared = (section: string): Json => objectOf(config[section]);
  const service = objectOf(config.service);
  const connectors = Object.keys(declared('connectors'));
  const used = [
    ...Object.entries(objectOf(service.pipelines)).flatMap(([pipeline, parts]) =>
      Object.entries(objectOf(parts)).flatMap(([section, names]) =>
        namesIn(names).map((name) => ({ section, name, by: `the pipeline ${pipeline}` })),
      ),
    ),
    ...namesIn(service.extensions).map((name) => ({ section: 'extensions', name, by: 'the service' })),
  ];
  const undeclared = used
    .filter(({ section, name }) => !(name in declared(section)) && !connectors.includes(name))
    .map(({ section, name, by }) => `${by} names ${name}, which is not among the ${section}`);
  const ports = Map.groupBy(listenersIn(config, service), ({ port }) => port);
  const shared = [...ports]
    .filter(([, all]) => all.length > 1)
    .map(([port, all]) => `${all.map(({ who }) => who).join(' and ')} want port ${port}`);
  return [...undeclared, ...shared];
}

interface Listener {
  readonly who: string;
  readonly port: string;
}

function listenersIn(config: Json, service: Json): readonly Listener[] {
  const own = JSON.stringify(objectOf(objectOf(service.telemetry).metrics));
  const ownPort = own === '{}' ? OWN_METRICS_PORT : /"port":"?(\d+)/.exec(own)?.[1];
  return [
    ...SECTIONS.flatMap((section) =>
      Object.entries(objectOf(config[section])).flatMap(([name, settings]) => {
        // Other exporters have the address of somebody else.
        const listens = section !== 'exporters' || name.split('/')[0] === 'prometheus';
        return listens ? endpointsIn(settings).map((port) => ({ who: `${section}.${name}`, port })) : [];
      }),
    ),
    ...(ownPort === undefined ? [] : [{ who: 'the metrics of the Collector itself', port: ownPort }]),
  ];
}

const endpointsIn = (settings: unknown): readonly string[] =>
  Object.entries(objectOf(settings)).flatMap(([key, value]) => {
    if (typeof value !== 'string') return endpointsIn(value);
    const port = key === 'endpoint' ? /:(\d+)$/.exec(value)?.[1] : undefined;
    return port === undefined ? [] : [port];
  });

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
