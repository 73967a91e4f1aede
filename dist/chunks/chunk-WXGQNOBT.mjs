import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
var EXIT={ok:0,problems:1,usage:2,stale:3,refused:4,locked:5,failed:6,unknown:7,bug:70,interrupted:130};export{EXIT};
