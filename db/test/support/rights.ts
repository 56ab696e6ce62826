// Rights are read in the tests as codegen reads them.
export { contexts, functionMatrix, tableMatrix } from '../../tools/rights.ts';
