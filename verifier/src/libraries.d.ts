declare module "jsonld";
declare module "rdf-canonize";
