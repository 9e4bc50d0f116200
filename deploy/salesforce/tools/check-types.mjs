// Converts the source to Metadata API format with Salesforce's own library, and compares every element and enumerated value of the result with the types of
// the Metadata API. Needs Node 22 and, in a folder of its own:
//   npm install @salesforce/source-deploy-retrieve @salesforce/types typescript@5 fast-xml-parser
//   cp .../deploy/salesforce/tools/check-types.mjs . && node check-types.mjs .../deploy/salesforce
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';

const require = createRequire(import.meta.url);
const ts = require('typescript');
const { XMLParser } = require('fast-xml-parser');
const root = path.resolve(process.argv[2] ?? '.');
const folders = ['force-app', 'soft-check'].map((folder) => path.join(root, folder));
const problems = [];

// The types, as TypeScript declares them.
const declarations = path.join('node_modules', '@salesforce', 'types', 'lib', 'metadata.d.ts');
const types = {};
ts.createSourceFile(declarations, fs.readFileSync(declarations, 'utf8'), ts.ScriptTarget.Latest, true).forEachChild((node) => {
    if (ts.isTypeAliasDeclaration(node)) types[node.name.text] = node.type;
});

function membersOf(name) {
    if (!types[name]) return undefined;
    const members = {};
    (function collect(type) {
        if (ts.isIntersectionTypeNode(type)) type.types.forEach(collect);
        else if (ts.isTypeReferenceNode(type) && types[type.typeName.text]) collect(types[type.typeName.text]);
        else if (ts.isTypeLiteralNode(type)) type.members.forEach((member) => (members[member.name.text] = { optional: !!member.questionToken, type: member.type }));
    })(types[name]);
    return members;
}

function withoutNull(type) {
    if (!ts.isUnionTypeNode(type)) return type;
    const left = type.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword && part.literal?.kind !== ts.SyntaxKind.NullKeyword);
    return left.length === 1 ? left[0] : ts.factory.createUnionTypeNode(left);
}

function check(typeName, element, where) {
    const members = membersOf(typeName);
    if (!members) return problems.push(`${where}: there is no type ${typeName}`);
    for (const [name, given] of Object.entries(element)) {
        if (name.startsWith('@_') || name === '#text') continue;
        if (!members[name]) {
            problems.push(`${where}: ${typeName} has no element ${name}`);
            continue;
        }
        let type = withoutNull(members[name].type);
        const isList = ts.isArrayTypeNode(type);
        if (isList) type = type.elementType;
        const values = Array.isArray(given) ? given : [given];
        if (!isList && values.length > 1) problems.push(`${where}: ${typeName}.${name} is given ${values.length} times`);
        for (const value of values) checkValue(type, value, `${where}/${name}`);
    }
    for (const [name, member] of Object.entries(members)) {
        if (!member.optional && name !== 'fullName' && !(name in element) && !ts.isArrayTypeNode(withoutNull(member.type))) problems.push(`${where}: ${typeName} needs ${name}`);
    }
}

function checkValue(type, value, where) {
    if (type.kind === ts.SyntaxKind.BooleanKeyword && value !== 'true' && value !== 'false') problems.push(`${where}: ${value} is neither true nor false`);
    if (type.kind === ts.SyntaxKind.NumberKeyword && Number.isNaN(Number(value))) problems.push(`${where}: ${value} is not a number`);
    if (!ts.isTypeReferenceNode(type)) return;
    const target = types[type.typeName.text];
    const literals = (target.types ?? [target]).filter(ts.isLiteralTypeNode).map((literal) => literal.literal.text);
    if (Object.keys(membersOf(type.typeName.text)).length > 0) check(type.typeName.text, typeof value === 'object' ? value : {}, where);
    else if (literals.length > 0 && !literals.includes(String(value))) problems.push(`${where}: ${value} is not one of ${literals.join(', ')}`);
}

const source = ComponentSet.fromSource({ fsPaths: folders });
source.sourceApiVersion = '67.0';
const output = fs.mkdtempSync(path.join(os.tmpdir(), 'metadata-'));
await new MetadataConverter().convert(source, 'metadata', { type: 'directory', outputDirectory: output, genUniqueDir: false });
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
let files = 0;
for (const file of fs.readdirSync(output, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
    const full = path.join(file.parentPath, file.name);
    const text = fs.readFileSync(full, 'utf8');
    if (!text.startsWith('<?xml')) continue;
    files++;
    const [name, element] = Object.entries(parser.parse(text)).find(([key]) => !key.startsWith('?') && !key.startsWith('#'));
    check(name, element, path.relative(output, full));
}
fs.rmSync(output, { recursive: true });

const names = (set) => new Set([...set.getSourceComponents()].flatMap((part) => [part, ...part.getChildren()]).map((part) => `${part.type.name} ${part.fullName}`));
const manifest = await ComponentSet.fromManifest({ manifestPath: path.join(root, 'manifest', 'package.xml'), resolveSourcePaths: folders });
const [there, named] = [names(source), names(manifest)];
for (const name of there) if (!named.has(name)) problems.push(`${name} is not in the manifest`);
for (const name of named) if (!there.has(name)) problems.push(`${name} is in the manifest and not in the source`);

console.log(`${files} files, ${there.size} components, ${problems.length} problems`);
problems.forEach((problem) => console.log(problem));
process.exit(problems.length === 0 ? 0 : 1);
