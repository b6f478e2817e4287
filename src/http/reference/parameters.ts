import type { ApiDocument, ApiResponse, Operation, Parameter, Ref } from '../openapi/api-document.ts';

const nameOf = ({ $ref }: Ref): string => $ref.slice($ref.lastIndexOf('/') + 1);

/** The operation's parameters, those that it refers to among them. */
export function parametersOf(
  { components }: ApiDocument,
  { parameters = [] }: Operation,
): readonly Parameter[] {
  return parameters.flatMap((each) => ('$ref' in each ? (components.parameters[nameOf(each)] ?? []) : each));
}

/** The operation's answers by status. */
export function responsesOf(
  { components }: ApiDocument,
  { responses }: Operation,
): readonly (readonly [status: string, response: ApiResponse])[] {
  return Object.entries(responses).flatMap(([status, each]) => {
    const response = '$ref' in each ? components.responses[nameOf(each)] : each;
    return response === undefined ? [] : [[status, response] as const];
  });
}
