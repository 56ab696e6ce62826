import { GraphQLError, Kind, type GraphQLScalarTypeConfig, type ValueNode } from 'grafast/graphql';
import 'postgraphile';
import {
  dayProblem,
  FIRST_DAY,
  LAST_DAY,
  momentProblem,
  type DateProblem,
} from '../../platform/dates.ts';
import { isMonster } from '../http/numbers.ts';

type Config = GraphQLScalarTypeConfig<unknown, unknown>;
type Check = (written: string) => void;

function checkNumber(written: string): void {
  if (isMonster(written)) throw new GraphQLError('The number is too large.');
}

const checkDate =
  (problemOf: (written: string) => DateProblem | null): Check =>
  (written) => {
    if (problemOf(written))
      throw new GraphQLError(`It is no day between ${FIRST_DAY} and ${LAST_DAY}.`);
  };

/**
 * A test says that every scalar of the schema is here or takes texts that are measured elsewhere.
 */
const CHECKS: Readonly<Record<string, Check>> = {
  Date: checkDate(dayProblem),
  Datetime: checkDate(momentProblem),
  BigFloat: checkNumber,
  BigInt: checkNumber,
  Dong: checkNumber,
  Quantity: checkNumber,
};

/**
 * The database has numbers of 131,000 digits and days without an end: asking it about them is what
 * hurts. Variables come as values, what stands in the document comes as nodes.
 */
export const BoundedScalarsPlugin: GraphileConfig.Plugin = {
  name: 'BoundedScalarsPlugin',
  description: 'Numbers and days that no business has are refused before the database is asked',
  version: '1.0.0',
  schema: {
    hooks: {
      GraphQLScalarType(config) {
        const check = CHECKS[config.name];
        return check ? bounded(config as Config, check) : config;
      },
    },
  },
};

function bounded(config: Config, check: Check): Config {
  const { parseValue, parseLiteral } = config;
  return {
    ...config,
    parseValue(value) {
      check(String(value));
      return parseValue ? parseValue(value) : value;
    },
    ...(parseLiteral && {
      parseLiteral(node: ValueNode, variables) {
        if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
          check(node.value);
        return parseLiteral(node, variables);
      },
    }),
  };
}
