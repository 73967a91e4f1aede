import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-K2BYCK7X.mjs";import"./chunk-EL5535B5.mjs";import"./chunk-EY3XHRMI.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
