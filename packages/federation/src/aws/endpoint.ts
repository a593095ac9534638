/** One AWS partition: its name in ARNs, the DNS suffix of its endpoints, and the audience its STS expects. */
interface Partition {
  readonly name: string;
  readonly suffix: string;
  readonly audience: string;
}

const commercial: Partition = { name: 'aws', suffix: 'amazonaws.com', audience: 'sts.amazonaws.com' };

// AWS General Reference, "Service endpoints": partitions are told apart by the beginning of the region's name.
const partitions: readonly (readonly [prefix: string, partition: Partition])[] = [
  ['cn-', { name: 'aws-cn', suffix: 'amazonaws.com.cn', audience: 'sts.amazonaws.com.cn' }],
  ['us-gov-', { ...commercial, name: 'aws-us-gov' }],
  ['us-iso-', { name: 'aws-iso', suffix: 'c2s.ic.gov', audience: 'sts.c2s.ic.gov' }],
  ['us-isob-', { name: 'aws-iso-b', suffix: 'sc2s.sgov.gov', audience: 'sts.sc2s.sgov.gov' }],
  ['eusc-', { name: 'aws-eusc', suffix: 'amazonaws.eu', audience: 'sts.amazonaws.eu' }],
];

export function partitionOf(region: string): Partition {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? commercial;
}

/** The regional endpoint; the global one is a single point of failure and valid for fewer regions' tokens. */
export function stsEndpoint(region: string): string {
  return `https://sts.${region}.${partitionOf(region).suffix}/`;
}
