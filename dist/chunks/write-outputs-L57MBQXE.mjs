import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{findOrphans,readExisting,removeGenerated,writeAtomically}from"./chunk-43NWKFTU.mjs";import"./chunk-5UNUL2X3.mjs";import"./chunk-ZIPOEN3Z.mjs";import"./chunk-VU72AMH5.mjs";export{findOrphans,readExisting,removeGenerated,writeAtomically};
